import { z } from 'zod';
import type { ChatButton } from '../chats.ts';

/** Columns in a row of a keyboard. */
const columnsInRow = 6;
/** Rows in a keyboard. */
export const rowsAllowed = 24;
/** Bytes of an ActionBody that is a reply. Viber documents no limit; this is what the product promises to keep. */
const replyBytes = 100;

/** @see https://developers.viber.com/docs/tools/keyboards/#buttons-parameters */
export const readButton = z
  .object({
    Columns: z.int().min(1).max(columnsInRow).default(columnsInRow),
    Rows: z.int().min(1).max(2).default(1),
    ActionType: z.enum(['reply', 'open-url', 'none']).default('reply'),
    ActionBody: z.string().min(1),
    Text: z.string().max(250).default(''),
    Silent: z.boolean().default(false),
    BgColor: z
      .string()
      .regex(/^#[\da-f]{6}$/i)
      .optional(),
  })
  .refine(
    ({ ActionType, ActionBody }) =>
      ActionType === 'open-url'
        ? /^https?:\/\/[^\s/]+\S*$/.test(ActionBody)
        : Buffer.byteLength(ActionBody) <= replyBytes,
    { path: ['ActionBody'], message: `no address, or longer than ${replyBytes} bytes` },
  );

/** Buttons in rows of six columns, from left to right; one that does not fit begins the next row. */
export function layOut(buttons: Array<z.infer<typeof readButton>>): ChatButton[][] {
  const rows: ChatButton[][] = [];
  let free = 0;
  for (const button of buttons) {
    if (button.Columns > free) {
      rows.push([]);
      free = columnsInRow;
    }
    free -= button.Columns;
    rows.at(-1)?.push({
      label: label(button.Text),
      data: button.ActionBody,
      ...(button.ActionType === 'open-url' && { url: button.ActionBody }),
      columns: button.Columns,
      rows: button.Rows,
      silent: button.Silent,
    });
  }
  return rows;
}

const characters: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** A button's text may carry tags (`<b>`, `<font color>`), which a person does not read. */
function label(text: string): string {
  return text
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?(?:b|i|u|s|font)(?:\s[^<>]*)?>/gi, '')
    .replace(/&(?:lt|gt|quot|amp|#39);/g, (entity) => characters[entity] ?? entity);
}
