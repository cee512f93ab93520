/** What a person may be allowed. */
export type Action =
  | 'receive_digests'
  | 'read_figures'
  | 'read_dialogues'
  | 'read_comments'
  | 'handle_alerts'
  | 'raise_disputes'
  | 'decide_disputes'
  | 'void_ratings'
  | 'write_notes'
  | 'delete_notes'
  | 'set_targets'
  | 'export_evidence'
  | 'manage_scenarios'
  | 'manage_keys'
  | 'manage_webhooks'
  | 'manage_people'
  | 'read_status'
  | 'repeat_jobs'
  | 'change_settings';

/** Of which dialogues: all of them, those of the person's teams, or those that the person led. */
export type Scope = 'all' | 'teams' | 'own';

/** What each role may, and for which dialogues. Nothing else decides this. */
export const roles = {
  administrator: {
    receive_digests: 'all',
    read_figures: 'all',
    read_dialogues: 'all',
    read_comments: 'all',
    handle_alerts: 'all',
    raise_disputes: 'all',
    decide_disputes: 'all',
    void_ratings: 'all',
    write_notes: 'all',
    delete_notes: 'all',
    set_targets: 'all',
    export_evidence: 'all',
    manage_scenarios: 'all',
    manage_keys: 'all',
    manage_webhooks: 'all',
    manage_people: 'all',
    read_status: 'all',
    repeat_jobs: 'all',
    change_settings: 'all',
  },
  supervisor: {
    receive_digests: 'teams',
    read_figures: 'teams',
    read_dialogues: 'teams',
    read_comments: 'teams',
    handle_alerts: 'teams',
    raise_disputes: 'teams',
    decide_disputes: 'teams',
    write_notes: 'teams',
    set_targets: 'teams',
    export_evidence: 'teams',
  },
  operator: { read_figures: 'own', read_dialogues: 'own', read_comments: 'own', raise_disputes: 'own' },
  analyst: {
    read_figures: 'all',
    read_dialogues: 'all',
    read_comments: 'all',
    write_notes: 'all',
    export_evidence: 'all',
  },
  integrator: {
    manage_scenarios: 'all',
    manage_keys: 'all',
    manage_webhooks: 'all',
    read_status: 'all',
  },
} as const satisfies Record<string, Partial<Record<Action, Scope>>>;

export type Role = keyof typeof roles;

/** Of which dialogues a role may anything at all. */
export const scopesOf = (role: Role): ReadonlySet<Scope> => new Set(Object.values(roles[role]));
