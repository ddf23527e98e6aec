import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { startOnTelegram } from '../../contract/telegram.ts';
import { startFakeNemo } from '../../fakes/nemo/index.ts';

it('a damaged record of one chat holds up no message of another, and its chat reads so and is answered', async () => {
  const nemo = await startFakeNemo();
  onTestFinished(() => nemo.close());
  const { telegram, rig, close } = await startOnTelegram(nemo);
  onTestFinished(close);
  const ann = telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  const bob = telegram.user({ id: 8, first_name: 'Bob', language_code: 'en' });
  const [anns, bobs] = [telegram.dm(ann), telegram.dm(bob)];
  await rig.store.table('chats', z.unknown()).set('telegram:7', { language: 7 });

  telegram.says(anns, ann, 'status');
  for (let number = 1; number <= 130; number++) telegram.says(bobs, bob, number % 2 ? 'help' : 'status');
  // Telegram is told to forget a message only when it is journaled.
  await expect.poll(() => telegram.unconfirmed.length).toBe(0);
  const journal = await rig.journal();
  expect(journal.filter(({ chat }) => chat === 'telegram:8')).toHaveLength(130);
  expect(journal.filter(({ chat }) => chat === 'telegram:7')).toHaveLength(1);
  const lost = '⚠️ My notes about this chat were damaged, so it starts afresh. Files from before must be sent again.';
  await telegram.seen(anns, ({ text }) => text === lost);
  await telegram.seen(anns, ({ mine, text }) => mine && text !== lost);
  expect(rig.log.join('')).toContain('a damaged record was set aside in the table quarantine');
});
