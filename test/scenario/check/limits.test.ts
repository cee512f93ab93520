import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { shippedText } from '../../support/scenarios.ts';
import { faultsOf } from '../faults.ts';

const narrow = { tokenBytes: 30, textChars: 40, buttonsPerRow: 1, buttons: 4, buttonChars: 5 };

describe('the limits of each channel are checked when the file is loaded', () => {
  it('names the place, the length and the channel', () => {
    const faults = faultsOf(() => parseScenario(shippedText('csat'), 'csat.yaml', { tiny: narrow }));
    expect(faults).toContain('csat.yaml:13:3 blocks.rate: 5 buttons; tiny takes 4');
    expect(faults).toContain(
      'csat.yaml:35:27 blocks.what_went_wrong.skip.uk: 10 characters; tiny shows at most 5 here',
    );
    expect(faults.join('\n')).toContain(
      'the token of button "Skip" has 36 bytes; tiny takes 30: shorten the block\'s name or the value',
    );
    expect(faults.join('\n')).toContain('characters; tiny shows at most 40 here');
  });

  it('names too many buttons in a row', () => {
    const faults = faultsOf(() => parseScenario(shippedText('thumbs'), 'thumbs.yaml', { tiny: narrow }));
    expect(faults).toContain('thumbs.yaml:9:3 blocks.rate: 2 buttons in a row; tiny takes 1');
  });
});
