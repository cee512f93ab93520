/* Opened as a part of a platform's app, the page has the proof of who opened it in its fragment. */
const form = document.getElementById('app-sign-in');
const proof = window.location.hash.slice(1);
if (form && proof.includes('=')) {
  form.elements.proof.value = proof;
  form.submit();
}
