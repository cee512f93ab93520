import { textWidth } from '../../src/charts/drawing/label.ts';

export interface Element {
  name: string;
  attributes: Record<string, string>;
  /** The text right inside of it, unescaped. */
  text: string;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => entities[name] ?? '');

/** All elements of an XML text, the outermost first. Fails on what is not well-formed. */
export function readXml(xml: string): Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  const token = /<\/([a-zA-Z]+)>|<([a-zA-Z]+)((?: [a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const found = token.exec(xml);
    if (!found) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 40)}`);
    const [, closed, name, attributes = '', empty, text] = found;
    if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> at ${at} closes another element`);
    } else if (name !== undefined) {
      const pairs = [...attributes.matchAll(/([a-zA-Z0-9:-]+)="([^"]*)"/g)];
      const element = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, unescape(value)])),
        text: '',
      };
      if (Object.keys(element.attributes).length !== pairs.length)
        throw new Error(`twice an attribute at ${at}`);
      all.push(element);
      if (!empty) open.push(element);
    } else {
      if (/&(?!(amp|lt|gt|quot);)/.test(text ?? '')) throw new Error(`an & that begins nothing: ${text}`);
      const inside = open.at(-1);
      if (!inside) throw new Error(`text outside of everything: ${text}`);
      inside.text += unescape(text ?? '');
    }
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  return all;
}

export interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where each text stands, by the widths that charts reckon with. */
export function textBoxes(elements: readonly Element[]): Box[] {
  return elements
    .filter(({ name }) => name === 'text')
    .map(({ text, attributes }) => {
      const [x, y, size] = [attributes.x, attributes.y, attributes['font-size']].map(Number) as [
        number,
        number,
        number,
      ];
      const width = textWidth(text, size, attributes['font-weight'] === 'bold');
      const anchor = attributes['text-anchor'] ?? 'start';
      const left = x - (anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0);
      return { text, left, right: left + width, top: y - size * 0.76, bottom: y + size * 0.12 };
    });
}

/** Pairs of texts that lie on one another. */
export function overlaps(boxes: readonly Box[]): string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `"${a.text}" and "${b.text}"`),
  );
}
