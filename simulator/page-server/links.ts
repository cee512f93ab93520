import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { SimulatedPlatform } from '../platform.ts';
import type { SimulatorState } from '../state.ts';

type PlatformName = 'telegram' | 'viber';

const parameters = z.object({ platform: z.enum(['telegram', 'viber']) });
const query = z.object({
  payload: z.string().regex(/^[\w-]{1,64}$/),
  /** Who opens the link: a person of this name, or a group to which the bot is added. */
  name: z.string().trim().min(1).max(100).default('Somebody'),
  kind: z.enum(['person', 'group']).default('person'),
  locale: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('en'),
});

const pressed = z.object({ clientId: z.string(), label: z.string(), messageId: z.string().optional() });

/**
 * A link that opens the bot's chat with a payload, as `t.me/<bot>?start=` and `viber://pa` do on a phone; and what a
 * button of a Mini App opens, with its init data.
 */
export function createLinkRoutes(
  state: SimulatorState,
  platforms: Record<PlatformName, SimulatedPlatform>,
): FastifyPluginAsync {
  return async (app) => {
    app.get('/page/apps/:platform', async (request, reply) => {
      const place = parameters.safeParse(request.params);
      const button = pressed.safeParse(request.query);
      if (!place.success || !button.success) return reply.status(400).send('This is no button of an app.');
      const { clientId, label, messageId } = button.data;
      try {
        return await reply.redirect(
          platforms[place.data.platform].openApp?.(clientId, label, messageId) ?? '../../',
        );
      } catch (error) {
        return reply.status(404).send(error instanceof Error ? error.message : String(error));
      }
    });
    app.get('/open/:platform', async (request, reply) => {
      const place = parameters.safeParse(request.params);
      const link = query.safeParse(request.query);
      if (!place.success || !link.success) {
        return reply.status(400).send('This is no link to a simulated bot: copy the whole of it.');
      }
      const { platform: name } = place.data;
      const platform = platforms[name];
      const { payload, name: called, kind, locale } = link.data;
      const clientId = chatOf(name, called, kind);
      if (kind === 'person') {
        platform.addClient({ clientId, name: called, locale });
        await platform.open(clientId, payload);
      } else {
        platform.addGroup?.({ clientId, name: called });
        // Whoever opens such a link adds the bot to the group, for which their app writes this.
        const [member] = state[name].all();
        if (member) await platform.say(member.clientId, `/start ${payload}`, { group: clientId });
      }
      return reply.redirect(`../?chat=${encodeURIComponent(`${name}:${clientId}`)}`);
    });
  };

  /** Who opens a link once more is the same, known by their name. */
  function chatOf(platform: PlatformName, name: string, kind: 'person' | 'group'): string {
    const book = state[platform];
    const prefix = kind === 'group' ? '-1007' : platform === 'viber' ? 'guest-' : '7';
    const known = book.all().find((chat) => chat.name === name && chat.clientId.startsWith(prefix));
    if (known) return known.clientId;
    for (let number = 1; ; number++) {
      const clientId = `${prefix}${String(number).padStart(2, '0')}`;
      if (!book.find(clientId)) return clientId;
    }
  }
}
