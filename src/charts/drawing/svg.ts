/** SVG, and the HTML around it, as text: elements, with everything that is not markup escaped. */

type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Numbers with at most one decimal: a tenth of a pixel is not seen, and a picture of 30 days stays small. */
const written = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 10) / 10 + 0) : escaped(value);

/** A text, or the value of an attribute, as it stands in markup. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

/** @param children markup, made by this module; attributes that are undefined are left out */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([attribute, value]) => ` ${attribute}="${written(value ?? '')}"`)
    .join('');
  return children.length === 0 ? `<${name}${list}/>` : `<${name}${list}>${children.join('')}</${name}>`;
}

/** A text that is not markup, whatever stands in it. */
export function textElement(content: string, attributes: Attributes): string {
  return element('text', attributes, [escaped(content)]);
}
