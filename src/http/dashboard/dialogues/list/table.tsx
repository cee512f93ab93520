import type { ComponentChildren, VNode } from 'preact';
import type { Dialogue } from '../../../../dialogue.ts';
import type { Day } from '../../../../stats/period.ts';
import type { ListOrder } from '../../../../store/ports/figures.ts';
import { excerpt, excerptLines } from '../../../../text/excerpt.ts';
import { number } from '../../../../text/figures.ts';
import { Moment } from '../../kit/moment.tsx';
import type { View } from '../../kit/view.ts';
import { Markers, Name, ownPath, RatingBadge, StateText } from '../words.tsx';

export interface TableOptions {
  view: View;
  zone: string;
  /** The year of this day is left out of times. */
  today: Day;
  dialogues: readonly Dialogue[];
  order: ListOrder;
  /** The same list in another order. */
  ordered: (order: ListOrder) => string;
  /** Whether the reader may read what the client wrote. */
  readsComments: (dialogue: Dialogue) => boolean;
  /** Where the helpdesk shows a dialogue. */
  urlOf: (externalId: string) => string | null;
}

/** Characters of a comment; the whole of it stands on the dialogue's own page. */
const LONGEST_COMMENT = 280;
const LONGEST_ANSWER = 60;
const LONGEST_NAME = 80;
const LONGEST_ID = 40;
const MOST_ANSWERS = 3;

type Column =
  | 'dialogue'
  | 'rating'
  | 'comment'
  | 'channel'
  | 'operator'
  | 'team'
  | 'topic'
  | 'asked'
  | 'answered'
  | 'state'
  | 'others';

/** By which orders a column sorts; the first is what its heading leads to. */
const sorts: Partial<Record<Column, Partial<Record<ListOrder, 'ascending' | 'descending'>>>> = {
  dialogue: { newest: 'descending', oldest: 'ascending' },
  rating: { worst: 'ascending', best: 'descending' },
  answered: { answered: 'descending' },
};

const columns: readonly Column[] = [
  'dialogue',
  'rating',
  'comment',
  'channel',
  'operator',
  'team',
  'topic',
  'asked',
  'answered',
  'state',
  'others',
];

/**
 * One row for each dialogue. On narrow screens style sheets show each row as a card, which takes the roles from the
 * elements; therefore they are named.
 */
export function DialogueTable(options: TableOptions): VNode {
  const { view, dialogues } = options;
  const { t } = view;
  const others = dialogues.some(({ survey }) => Object.keys(survey?.variables ?? {}).some(isOther));
  const shown = columns.filter((column) => column !== 'others' || others);
  return (
    <div class="table-scroll" tabindex={0} role="region" aria-label={t('dialogue.table')}>
      <table class="dialogues" role="table" aria-label={t('dialogue.title')}>
        <thead role="rowgroup">
          <tr role="row">
            {shown.map((column) => (
              <Heading key={column} column={column} {...options} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {dialogues.map((dialogue) => (
            <tr role="row" key={dialogue.id}>
              {shown.map((column) => (
                <Cell key={column} column={column} dialogue={dialogue} {...options} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Heading({ view: { t }, column, order, ordered }: TableOptions & { column: Column }): VNode {
  const label = labelOf(t, column);
  const sort = sorts[column];
  if (!sort) {
    return (
      <th role="columnheader" scope="col">
        {label}
      </th>
    );
  }
  const direction = sort[order];
  const all = Object.keys(sort) as ListOrder[];
  const other = all[(all.indexOf(order) + 1) % all.length] ?? 'newest';
  return (
    <th role="columnheader" scope="col" aria-sort={direction ?? 'none'}>
      <a href={ordered(other)} title={t('dialogue.order', { order: other })}>
        {label}
        {direction && <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </a>
    </th>
  );
}

function labelOf(t: View['t'], column: Column): string {
  switch (column) {
    case 'channel':
    case 'operator':
    case 'team':
    case 'topic':
      return t(`pages.filter.${column}`);
    default:
      return t(`dialogue.head.${column}`);
  }
}

type CellOptions = TableOptions & { column: Column; dialogue: Dialogue };

function Cell(options: CellOptions): VNode {
  const { view, column } = options;
  const content = contentOf(options);
  const common = {
    class: `cell-${column}${content === null ? ' empty-cell' : ''}`,
    'data-label': labelOf(view.t, column),
  };
  if (column === 'dialogue') {
    return (
      <th role="rowheader" scope="row" {...common}>
        {content}
      </th>
    );
  }
  return (
    <td role="cell" {...common}>
      <div>{content}</div>
    </td>
  );
}

/** null: there is nothing to show. */
function contentOf(options: CellOptions): ComponentChildren | null {
  const { column, dialogue, view, zone, today } = options;
  switch (column) {
    case 'dialogue':
      return <Links {...options} />;
    case 'rating':
      return dialogue.rating === null ? null : <RatingBadge view={view} of={dialogue} />;
    case 'comment':
      return commentOf(options);
    case 'asked':
      return dialogue.askedAt && <Moment at={dialogue.askedAt} view={view} zone={zone} short={today} />;
    case 'answered':
      return dialogue.answeredAt && <Moment at={dialogue.answeredAt} view={view} zone={zone} short={today} />;
    case 'state':
      return (
        <>
          <StateText view={view} of={dialogue} />
          <Markers view={view} of={dialogue} />
        </>
      );
    case 'others':
      return othersOf(options);
    default: {
      const name = dialogue[column];
      return name === null ? null : <Name>{excerpt(name, LONGEST_NAME)}</Name>;
    }
  }
}

function Links({ dialogue, view, zone, today, urlOf }: CellOptions): VNode {
  const url = urlOf(dialogue.externalId);
  return (
    <>
      <a href={ownPath(dialogue)}>
        <Name>{excerpt(dialogue.externalId, LONGEST_ID)}</Name>
      </a>
      {url !== null && (
        <a
          class="outside"
          href={url}
          rel="noopener noreferrer"
          target="_blank"
          aria-label={view.t('dialogue.inHelpdesk')}
        >
          ↗
        </a>
      )}
      <span class="minor">
        <Moment at={dialogue.completedAt} view={view} zone={zone} short={today} />
      </span>
    </>
  );
}

function commentOf({ dialogue, view, readsComments }: CellOptions): ComponentChildren | null {
  const { comment } = dialogue;
  if (comment === null || !readsComments(dialogue)) return null;
  const text = excerptLines(comment, LONGEST_COMMENT);
  return (
    <>
      <p class="words cut" dir="auto">
        {text}
      </p>
      {isLong(comment) && (
        <a class="minor" href={ownPath(dialogue)}>
          {view.t('dialogue.whole')}
        </a>
      )}
    </>
  );
}

/** Whether three lines of a column may be too few for it. */
const isLong = (comment: string): boolean => comment.length > 90 || comment.trim().split('\n').length > 3;

/** Other answers than the rating and the comment, in short. */
function othersOf({ dialogue, view: { t }, readsComments }: CellOptions): ComponentChildren | null {
  const answers = Object.entries(dialogue.survey?.variables ?? {})
    .filter(([name]) => isOther(name))
    .filter(([, value]) => typeof value === 'number' || readsComments(dialogue));
  if (answers.length === 0) return null;
  const more = answers.length - MOST_ANSWERS;
  return (
    <ul class="others">
      {answers.slice(0, MOST_ANSWERS).map(([name, value]) => (
        <li key={name}>
          <Name>{excerpt(name, LONGEST_ANSWER)}</Name>:{' '}
          <Name>{typeof value === 'number' ? number(t, value) : excerpt(value, LONGEST_ANSWER)}</Name>
        </li>
      ))}
      {more > 0 && (
        <li>
          <a href={ownPath(dialogue)}>{t('dialogue.moreAnswers', { count: more })}</a>
        </li>
      )}
    </ul>
  );
}

const isOther = (variable: string): boolean =>
  variable !== 'quality_answer' && variable !== 'quality_comment';
