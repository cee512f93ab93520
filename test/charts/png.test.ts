import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { digestChart } from '../../src/charts/digest-chart.ts';
import { textWidth } from '../../src/charts/drawing/label.ts';
import { renderPng } from '../../src/charts/png.ts';
import { languages } from '../../src/locales/index.ts';
import { readXml } from './read-svg.ts';
import { chartData, thirty } from './samples.ts';

const { resolve } = createRequire(import.meta.url);
const data = chartData('1-5', thirty([3, 2, 5, 20, 40]), { centre: 0.85, target: 0.9 });

describe('a picture as PNG', () => {
  it('is one, as large as the SVG says, and small enough for any platform', async () => {
    const svg = digestChart(data, 'uk');
    const png = Buffer.from(await renderPng(svg));
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const { width, height } = readXml(svg)[0]?.attributes ?? {};
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(width), Number(height)]);
    expect(png.length).toBeLessThan(500_000);
  });

  it('is drawn with letters: a picture without its texts is another', async () => {
    const svg = digestChart(data, 'uk');
    const [whole, bare] = await Promise.all([
      renderPng(svg),
      renderPng(svg.replace(/<text.*?<\/text>/g, '')),
    ]);
    expect(whole.length).toBeGreaterThan(bare.length * 1.5);
  });

  it('is not made of what is no SVG', async () => {
    await expect(renderPng('<p>no picture</p>')).rejects.toThrow('failed');
    await expect(renderPng('')).rejects.toThrow();
  });
});

describe('the width of a text', () => {
  const texts = languages.flatMap((language) =>
    readXml(digestChart(data, language)).flatMap(({ name, text, attributes }) =>
      name === 'text' ? [{ text, attributes }] : [],
    ),
  );

  it('is reckoned as not less than it is drawn, and not much more', async () => {
    const { Resvg } = await import('@resvg/resvg-js');
    const font = {
      loadSystemFonts: false,
      fontFiles: ['', '-Bold'].map((face) => resolve(`dejavu-fonts-ttf/ttf/DejaVuSans${face}.ttf`)),
    };
    for (const { text, attributes } of texts) {
      const size = Number(attributes['font-size']);
      const bold = attributes['font-weight'] === 'bold';
      const weight = bold ? ' font-weight="bold"' : '';
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="200"><text x="0" y="100" font-family="DejaVu Sans" font-size="${size}"${weight}>${text}</text></svg>`;
      const drawn = new Resvg(svg, { font }).getBBox()?.width ?? Number.NaN;
      expect(textWidth(text, size, bold), text).toBeGreaterThanOrEqual(drawn - 1);
      expect(textWidth(text, size, bold), text).toBeLessThan(drawn * 1.2 + 12);
    }
  });
});
