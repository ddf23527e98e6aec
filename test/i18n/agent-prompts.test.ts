import { expect, it } from 'vitest';
import * as tested from '../../packages/local-nemo/test/agent/bot-sentences.ts';
import { en } from '../../src/i18n/en.ts';
import { zh } from '../../src/i18n/zh.ts';

it('the bot asks for batches and variations in the sentences that the embedded agent is tested with', () => {
  expect(en).toMatchObject(tested.en);
  expect(zh).toMatchObject(tested.zh);
});
