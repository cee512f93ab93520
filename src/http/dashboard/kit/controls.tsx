import type { ComponentChildren, VNode } from 'preact';
import type { Translate } from '../../../locales/index.ts';

/** A block of a page with its heading, and what may be done with it at the right. */
export function Card(props: {
  title: string;
  /** For links to it, and the id of its heading. */
  id: string;
  /** One sentence below the heading. */
  about?: string | undefined;
  actions?: ComponentChildren;
  /** Takes the whole width of a page's grid. */
  wide?: boolean;
  children: ComponentChildren;
}): VNode {
  const { title, id, about, actions, wide = false, children } = props;
  return (
    <section class={wide ? 'card wide' : 'card'} id={id} aria-labelledby={`${id}-title`}>
      <header class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {about && <p class="about">{about}</p>}
      {children}
    </section>
  );
}

/** One figure with its name, its interval or base, and its change; `href` leads to the dialogues behind it. */
export function Stat(props: {
  name: string;
  value: string;
  href?: string | undefined;
  /** Such as `84%–91%`, `n = 120`. */
  detail?: string | undefined;
  change?: { text: string; direction: 'better' | 'worse' | 'same' } | undefined;
  definition?: { text: string; formula: string } | undefined;
  /** The figure that the others stand beside. */
  isMain?: boolean;
}): VNode {
  const { name, value, href, detail, change, definition, isMain = false } = props;
  const shown = <span class="stat-value">{value}</span>;
  return (
    <div class={isMain ? 'stat main' : 'stat'}>
      <div class="stat-name">{definition ? <Definition name={name} {...definition} /> : name}</div>
      {href ? (
        <a class="stat-link" href={href} aria-label={`${name}: ${value}`}>
          {shown}
        </a>
      ) : (
        shown
      )}
      {detail && <div class="stat-detail">{detail}</div>}
      {change && <div class={`stat-change ${change.direction}`}>{change.text}</div>}
    </div>
  );
}

/** A name that opens its definition. */
export function Definition({ name, text, formula }: { name: string; text: string; formula: string }): VNode {
  return (
    <details class="definition" name="definition">
      <summary>{name}</summary>
      <div class="definition-text">
        <p>{text}</p>
        {formula && <p class="formula">{formula}</p>}
      </div>
    </details>
  );
}

export interface TableCell {
  text: string;
  href?: string | undefined;
  /** Aligned at the right, its digits below one another. */
  numeric?: boolean | undefined;
}

export interface TableData {
  caption: string;
  head: readonly string[];
  rows: ReadonlyArray<readonly TableCell[]>;
}

/**
 * A table with a caption for screen readers; the first cell of each row is its heading.
 * @param label of the region that scrolls, if another one of the page is named by the caption
 */
export function DataTable({ caption, head, rows, label = caption }: TableData & { label?: string }): VNode {
  const numeric = head.map((_, index) => rows[0]?.[index]?.numeric ?? false);
  return (
    <div class="table-scroll" tabindex={0} role="region" aria-label={label}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th scope="col" class={numeric[index] ? 'numeric' : undefined} key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, number) => (
            // biome-ignore lint: rows have no id
            <tr key={number}>
              {row.map(({ text, href, numeric: isNumeric }, index) => {
                const content = href ? <a href={href}>{text}</a> : text;
                if (index === 0) return <th scope="row">{content}</th>;
                return <td class={isNumeric ? 'numeric' : undefined}>{content}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A chart with the table behind it. The SVG text escapes what it shows. */
export function Chart(props: {
  svg: string;
  table: TableData;
  /** Where the rows are that the table leaves out. */
  more?: { href: string; text: string };
  t: Translate;
}): VNode {
  const { svg, table, more, t } = props;
  return (
    <figure class="chart-figure">
      <div dangerouslySetInnerHTML={{ __html: svg }} />
      <details class="behind">
        <summary>{t('pages.asTable')}</summary>
        <DataTable {...table} label={`${table.caption}. ${t('pages.asTable')}`} />
        {more && (
          <p class="about">
            <a href={more.href}>{more.text}</a>
          </p>
        )}
      </details>
    </figure>
  );
}

/** What stands where there is nothing to show, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}

/** A message above a page: what was done, or what is wrong. */
export function Notice(props: { kind: 'good' | 'bad' | 'info'; children: ComponentChildren }): VNode {
  return (
    <div class={`notice ${props.kind}`} role={props.kind === 'bad' ? 'alert' : 'status'}>
      {props.children}
    </div>
  );
}

/** A word in a box, such as the state of a dialogue. Its colour says nothing that the word does not. */
export function Badge({
  kind = 'plain',
  text,
}: {
  kind?: 'plain' | 'good' | 'neutral' | 'bad';
  text: string;
}): VNode {
  return <span class={`badge ${kind}`}>{text}</span>;
}
