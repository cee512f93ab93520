import { describe, expect, it } from 'vitest';
import { testEvents } from './channel/events.ts';
import { type ChannelHarness, type HarnessOptions, launch, type Test } from './channel/harness.ts';
import { testFolding } from './channel/folding.ts';
import { testForwarding } from './channel/forwarding.ts';
import { testGroups } from './channel/groups.ts';
import { testLife } from './channel/life.ts';
import { testMessages } from './channel/messages.ts';
import { testPeople } from './channel/people.ts';
import { testReach } from './channel/reach.ts';
import { testReplying } from './channel/replying.ts';
import { testUploads } from './channel/uploads.ts';
import { testWebhook } from './channel/webhook.ts';

interface Skip {
  test: string;
  reason: string;
}

/** What every channel promises to the rest of the product. A difference is declared in `skip`, with its reason. */
export function testChannel(
  name: string,
  create: (options: HarnessOptions) => Promise<ChannelHarness>,
  { skip = [] }: { skip?: Skip[] } = {},
): void {
  const unused = new Set(skip.map((entry) => entry.test));

  const test: Test = (title, run, options = {}) => {
    const skipped = skip.find((entry) => entry.test === title);
    unused.delete(title);
    if (skipped) {
      it.skip(`${title} (${skipped.reason})`);
      return;
    }
    it(title, async () => {
      const channel = launch(await create(options));
      try {
        await run(channel);
      } finally {
        await channel.stop();
      }
      expect([...channel.logs, ...channel.failures].join('\n')).not.toContain(channel.token);
    });
  };

  describe.concurrent(`the channel ${name}`, () => {
    testEvents(test);
    testPeople(test);
    testMessages(test);
    testReplying(test);
    testUploads(test);
    testFolding(test);
    testForwarding(test);
    testGroups(test);
    testReach(test);
    testWebhook(test);
    testLife(test);
    if (unused.size > 0) throw new Error(`skip names no test: ${[...unused].join(', ')}`);
  });
}
