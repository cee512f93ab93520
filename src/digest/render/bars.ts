import type { Translate } from '../../locales/index.ts';
import type { Bar } from '../../stats/metrics/histogram.ts';
import { count as countText, number } from '../../text/figures.ts';

const width = 10;
const figureSpace = '\u2007';

/**
 * A histogram for a chat: a line for each rating, the highest first, in block characters that phones draw
 * equally wide. A rating that was given at all has a block, so it is not mistaken for none.
 * @param limit lines at most; a scale with more values shows those that were given most often
 */
export function renderBars(t: Translate, histogram: readonly Bar[], limit: number): string {
  const shown =
    histogram.length <= limit
      ? histogram
      : histogram
          .filter(({ count }) => count > 0)
          .toSorted((a, b) => b.count - a.count)
          .slice(0, limit);
  const most = Math.max(...shown.map(({ count }) => count));
  const labelWidth = Math.max(...shown.map(({ rating }) => number(t, rating).length));
  return shown
    .toSorted((a, b) => b.rating - a.rating)
    .map(({ rating, count }) => {
      const blocks = count === 0 ? 0 : Math.max(1, Math.round((count / most) * width));
      const bar = '█'.repeat(blocks) + '░'.repeat(width - blocks);
      return `${number(t, rating).padStart(labelWidth, figureSpace)} ${bar} ${countText(t, count)}`;
    })
    .join('\n');
}
