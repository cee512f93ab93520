import { testChannel } from '../../contracts/channel.ts';
import { createViberHarness } from '../../support/channels.ts';

const groupTests = [
  'tells of a group to which a person added the bot by its link, and of one that it left',
  'says who tapped in a group, in which topic, and answers there',
  'asks one member of a group, and knows the reply of that one',
  'tells where a group has moved, to who listens and to who sends',
  'writes into the group itself where a topic is gone or closed',
];

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
    {
      test: 'knows who opened a page as a part of its app, for an hour',
      reason: 'Viber opens pages as links alone',
    },
    { test: 'sends without a sound', reason: 'Viber has no such messages' },
    {
      test: 'replies to a message, and says the same without it when it is gone',
      reason: 'bots of Viber cannot reply to a message',
    },
    { test: 'sends bytes that stand at no address', reason: 'Viber fetches by itself what it shows' },
    { test: 'changes the words under a picture', reason: 'Viber has no edit' },
    { test: 'folds in an edit and below a picture as well', reason: 'Viber has no edit' },
    { test: 'gives a chat its own menu, and takes it away', reason: 'Viber has no menus' },
    {
      test: 'shows a voice message in another chat, with who sent it',
      reason: 'bots of Viber cannot forward',
    },
    ...groupTests.map((test) => ({ test, reason: 'bots of Viber are in no groups' })),
  ],
});
