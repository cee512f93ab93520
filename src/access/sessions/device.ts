/** Each is tried in this order: browsers and systems name others whose pages they can show. */
const browsers: ReadonlyArray<readonly [RegExp, string]> = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|OPT|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: ReadonlyArray<readonly [RegExp, string]> = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(Macintosh|Mac OS X)\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

/** What a browser calls itself, in two words: `Chrome, Windows`; empty: nothing that is known. @param userAgent untrusted */
export function deviceOf(userAgent: string | undefined): string {
  const given = (userAgent ?? '').slice(0, 512);
  const named = [browsers, systems].map((known) => known.find(([form]) => form.test(given))?.[1]);
  return named.filter((name) => name !== undefined).join(', ');
}
