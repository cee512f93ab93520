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
