import { createRequire } from 'node:module';
import pLimit from 'p-limit';
import { onThread, type ThreadWork } from '../thread/on-thread.ts';

const require = createRequire(import.meta.url);

const draw: ThreadWork = {
  code: `
    const { Resvg } = load('@resvg/resvg-js');
    done(new Resvg(data.svg, { font: data.font }).render().asPng());
  `,
  libraries: { '@resvg/resvg-js': require.resolve('@resvg/resvg-js') },
};

/** Of the font's 22 files the two that charts write in: texts look the same on every machine. */
const font = {
  loadSystemFonts: false,
  fontFiles: [
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
    require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  ],
  defaultFontFamily: 'DejaVu Sans',
};

/** A picture takes some 50 MB while it is drawn, so the others wait. */
const oneAtATime = pLimit(1);

/**
 * A PNG of an SVG, as large as it says. The library's own way to draw on another thread packs the PNG on this one, and
 * keeps the pixels until the garbage is collected.
 * @throws {Error} for what is no SVG
 */
export function renderPng(svg: string): Promise<Uint8Array> {
  return oneAtATime(() => onThread(draw, { svg, font }));
}
