/** Where the helpdesk shows a dialogue, by its externalId; null: nobody knows. */
export type DialogueUrl = (externalId: string) => string | null;

const PLACE = '{externalId}';
/** Platforms refuse longer addresses of buttons. */
const LONGEST_URL = 1000;

/**
 * @param template DIALOGUE_URL; undefined: there are no addresses
 * @param connectors whose names stand before the helpdesk's own id of a dialogue: `chatwoot:17`
 */
export function createDialogueUrl(template: string | undefined, connectors: readonly string[]): DialogueUrl {
  return (externalId) => {
    if (template === undefined) return null;
    // Half a character cannot be written in an address.
    const id = encodeURIComponent(ownId(externalId, connectors).replace(/\p{Cs}/gu, '\uFFFD'));
    // By a function, since `$&` in an id is no pattern.
    const address = template.replace(PLACE, () => id);
    return address.length > LONGEST_URL ? null : address;
  };
}

/** The helpdesk's own id of a dialogue: without the name of the connector that reported it. */
export function ownId(externalId: string, connectors: readonly string[]): string {
  const connector = connectors.find((name) => externalId.startsWith(`${name}:`));
  return connector === undefined ? externalId : externalId.slice(connector.length + 1);
}
