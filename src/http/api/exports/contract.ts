import { z } from 'zod';
import { listOrders } from '../../../store/ports/figures.ts';
import { resource } from '../endpoint.ts';
import { switchField, whichFields } from '../fields/lists.ts';

const wanted = {
  ...whichFields,
  order: z.enum(listOrders).default('newest').meta({ description: 'As of the list.' }),
};
const november = { from: '2026-11-01', to: '2026-11-30' };

export const exports = resource({
  title: 'Exports',
  about: [
    'The dialogues of a period as a file, with the parameters of their list, a row each and all their answers. A period is needed.',
  ],
  endpoints: {
    csv: {
      method: 'GET',
      path: '/exports/dialogues.csv',
      scope: 'exports:read',
      summary: 'Export as CSV',
      about: [
        'However many there are: the file is sent while it is read. Cells that a spreadsheet would take for a formula begin with an apostrophe; times are ISO 8601 in REPORT_TIMEZONE.',
      ],
      query: z.strictObject({
        ...wanted,
        bom: switchField(
          '`true`, the default: begins with a byte order mark, without which Excel misreads UTF-8.',
        ),
      }),
      answer: { mediaType: 'text/csv' },
      example: { given: { ...november, bom: false } },
    },
    xlsx: {
      method: 'GET',
      path: '/exports/dialogues.xlsx',
      scope: 'exports:read',
      summary: 'Export for Excel',
      about: ['Of at most 10,000 dialogues; of more, 409 `too_many_rows` names the address of the CSV.'],
      query: z.strictObject(wanted),
      answer: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
      refusals: ['too_many_rows'],
      example: { given: { ...november, team: ['Second line'] } },
    },
  },
});
