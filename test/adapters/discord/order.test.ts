import { expect, it, onTestFinished } from 'vitest';
import { slowStore } from '../../fakes/slow-store.ts';
import { AdapterRig, somewhere } from './rig.ts';

const turnsOfLoop = async () => {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
};

it('what is said first reaches the engine first, however long the store takes over it', async () => {
  const slow = await slowStore('discord-places');
  const rig = await AdapterRig.start({ adapter: { store: slow.store } });
  const user = rig.discord.user();
  const channel = rig.discord.dm(user);
  rig.discord.says(channel, user, 'make a clip');
  rig.discord.says(channel, user, 'and this');
  rig.discord.slash(channel, user, 'edit', { prompt: 'then that' });
  await rig.discord.called('POST', '/interactions/:id/:token/callback');
  await turnsOfLoop();
  expect(rig.accepted).toEqual([]);
  slow.let();
  await rig.received(3);
  expect(rig.accepted.map(({ text }) => text)).toEqual(['make a clip', 'and this', 'then that']);
});

it('the window of the menu that comes back filled in before it is stored is known', async () => {
  const slow = await slowStore('discord-modals');
  const rig = await AdapterRig.start({ adapter: { store: slow.store } });
  onTestFinished(() => slow.let());
  const { channel, user } = somewhere(rig.discord);
  const message = rig.discord.says(channel, rig.discord.user(), {
    attachments: [{ name: 'a.jpg', bytes: Buffer.from('a') }],
  });
  await rig.discord.submitsModal(rig.discord.contextMenu(channel, user, 'Animate', message), { prompt: 'pan slowly' });
  expect(await rig.received()).toMatchObject({ text: 'pan slowly', attachments: [{ name: 'a.jpg' }] });
});
