/** A new element: `el('button', { type: 'button', class: 'pill', onclick }, 'Text', child)`. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Gives the answer's object; throws an Error with what the simulator or Afterword said against it. */
export async function ask(path, body) {
  let answer;
  try {
    const response = await fetch(path, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    answer = await response.json();
  } catch {
    throw new Error('The simulator does not answer: is Afterword still running?');
  }
  if (answer.error) {
    const faults = (answer.error.faults ?? []).map(({ path: where, message }) => `${where}: ${message}`);
    throw new Error([answer.error.message, ...faults].join('\n'));
  }
  return answer;
}

/** Shows how something went, in words; `state` is `good`, `bad` or `plain`. */
export function report(element, state, text, ...more) {
  element.dataset.state = state;
  element.replaceChildren(...text.split('\n').map((line) => el('p', {}, line)), ...more);
}

/** `09:05`, after the date where it is not today. */
export function clockTime(at) {
  const date = new Date(at);
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
  return date.toDateString() === new Date().toDateString()
    ? time
    : `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })} ${time}`;
}
