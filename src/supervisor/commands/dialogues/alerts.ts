import { scopeOf } from '../../../access/may.ts';
import { addDays, dayOf, periodRange } from '../../../stats/period.ts';
import { TARGET_DAYS } from '../../../stats/targets/standings.ts';
import { handlingText } from '../../render/handling.ts';
import type { Command } from '../command.ts';

/** `/alerts`: the low ratings that wait for somebody, and how those of the last days were handled. */
export const alerts: Command = {
  about: 'alerts.about',
  action: 'handle_alerts',
  async run({ place, t }, { openAlerts, alertFigures, statistics: { zone }, clock }) {
    const waiting = await openAlerts(place);
    const scope = scopeOf(place, 'handle_alerts');
    if (!scope) return waiting;
    // The days by which targets are judged.
    const to = dayOf(clock.now(), zone);
    const range = periodRange({ from: addDays(to, 1 - TARGET_DAYS), to }, zone);
    const handled = handlingText(t, await alertFigures({ ...range, filter: scope }), TARGET_DAYS);
    return { ...waiting, text: [waiting.text, handled].filter((part) => part !== '').join('\n\n') };
  },
};
