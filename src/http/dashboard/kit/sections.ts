import { may } from '../../../access/may.ts';
import type { Person } from '../../../access/person.ts';
import type { Action } from '../../../access/roles.ts';
import type { MessageKey } from '../../../locales/index.ts';

interface Section {
  href: string;
  label: MessageKey;
  /** What a person must be allowed to see it; null: everybody who is signed in. */
  action: Action | null;
}

/** The pages of the menu, in its order. */
export const sections = {
  csat: { href: '/dashboard', label: 'pages.nav.csat', action: 'read_figures' },
  funnel: { href: '/dashboard/funnel', label: 'pages.nav.funnel', action: 'read_figures' },
  dialogues: { href: '/dashboard/dialogues', label: 'pages.nav.dialogues', action: 'read_dialogues' },
  audit: { href: '/dashboard/audit', label: 'audit.nav', action: 'export_evidence' },
  status: { href: '/dashboard/status', label: 'status.title', action: 'read_status' },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;

/** Whether the menu has it for a person. */
export const isFor = ({ action }: Section, person: Person): boolean => action === null || may(person, action);

/** The first page that a person may see; of who is not signed in, the one that asks them to. */
export function homeOf(person: Person | undefined): string {
  const first = person && Object.values<Section>(sections).find((section) => isFor(section, person));
  return first?.href ?? '/dashboard';
}
