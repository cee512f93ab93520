import type { ComponentChildren, VNode } from 'preact';

export interface Column {
  name: string;
  /** Aligned at the right, its digits below one another. */
  numeric?: true;
  /** Not broken into lines. */
  whole?: true;
}

export interface Row {
  cells: ReadonlyArray<string | VNode>;
  /** Something is wrong with it. */
  bad?: boolean;
}

/** A table whose first cells are the headings of their rows. */
export function Table(props: {
  caption: string;
  /** The heading above says the same: the caption is for screen readers. */
  isHeaded?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
}): VNode {
  const { caption, isHeaded = false, columns, rows } = props;
  return (
    <div class="scroll" tabindex={0} role="group" aria-label={caption}>
      <table>
        <caption class={isHeaded ? 'hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" class={classOf(column)} key={column.name}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, bad }, number) => (
            <tr class={bad ? 'bad' : undefined} key={number}>
              {cells.map((cell, index) =>
                index === 0 ? (
                  <th scope="row" class={classOf(columns[0])}>
                    {cell}
                  </th>
                ) : (
                  <td class={classOf(columns[index])}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const classOf = (column: Column | undefined): string | undefined =>
  column?.numeric ? 'numeric' : column?.whole ? 'whole' : undefined;

export function Section(props: {
  id: string;
  title: string;
  about?: string;
  children: ComponentChildren;
}): VNode {
  const { id, title, about, children } = props;
  return (
    <section id={id}>
      <h2>{title}</h2>
      {about && <p class="about">{about}</p>}
      {children}
    </section>
  );
}
