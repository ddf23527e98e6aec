import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { AdapterRig, somewhere } from './rig.ts';

it('a video arrives also when another version of undici was loaded first, as in the program', async () => {
  const before = getGlobalDispatcher();
  const agent = new Agent();
  setGlobalDispatcher(agent);
  onTestFinished(async () => {
    setGlobalDispatcher(before);
    await agent.destroy();
  });
  const folder = await mkdtemp(join(tmpdir(), 'reelay-dispatcher-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'video.mp4');
  const bytes = Buffer.alloc(200_000, 7);
  await writeFile(path, bytes);
  const rig = await AdapterRig.start();
  const { channel, user } = somewhere(rig.discord);
  rig.discord.slash(channel, user, 'export');
  const asked = await rig.received();
  const video = { path, name: 'video.mp4', bytes: bytes.length, width: 64, height: 36, durationMs: 1000 };
  await rig.replies(asked, { text: 'Here it is', video });
  const shown = await rig.discord.appears(channel, ({ files }) => files.length > 0);
  expect(shown.files.map((file) => file.bytes.equals(bytes))).toEqual([true]);
});
