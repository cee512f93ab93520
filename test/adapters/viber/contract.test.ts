import { testChannel } from '../../contracts/channel.ts';
import { createViberHarness } from '../../support/channels.ts';

testChannel('viber', createViberHarness, {
  skip: [
    { test: 'edits a message', reason: 'Viber has no edit' },
    {
      test: 'says which message carried the tapped keyboard',
      reason: 'Viber does not tell; a keyboard belongs to the chat',
    },
    {
      test: 'tells of a group by the group’s id, with the person who wrote, and answers there',
      reason: 'bots of Viber are in no groups',
    },
    { test: 'sends without a sound', reason: 'Viber has no such messages' },
    {
      test: 'replies to a message, and says the same without it when it is gone',
      reason: 'bots of Viber cannot reply to a message',
    },
    { test: 'sends bytes that stand at no address', reason: 'Viber fetches by itself what it shows' },
    { test: 'changes the words under a picture', reason: 'Viber has no edit' },
  ],
});
