import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Attachment, AttachmentRefusedError } from '../../../src/core/chat.ts';
import { type FakeTelegram, faults, type TgUser } from '../../fakes/telegram/index.ts';
import { TelegramRig } from './rig.ts';

const MB = 1024 * 1024;
const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
const signal = new AbortController().signal;

async function received(rig: TelegramRig, says: Parameters<FakeTelegram['says']>[2]): Promise<Attachment> {
  const ann: TgUser = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
  rig.telegram.says(rig.telegram.dm(ann), ann, says);
  const [attachment] = (await rig.received()).attachments;
  if (!attachment) throw new Error('no attachment came');
  return attachment;
}

async function bytesOf(rig: TelegramRig, attachment: Attachment): Promise<Buffer> {
  const stream = await rig.adapter.open(attachment, signal);
  return Buffer.concat(await stream.toArray());
}

describe('a download', () => {
  it('works also in the next process, from what the journal holds', async () => {
    const rig = await TelegramRig.start();
    const attachment: Attachment = JSON.parse(JSON.stringify(await received(rig, { document: BYTES })));
    await rig.again();
    expect((await bytesOf(rig, attachment)).equals(BYTES)).toBe(true);
  });

  it.each([
    ['takes up a broken connection where it broke', true],
    ['begins anew where the server can’t, without repeating a byte', false],
  ])('%s', async (_what, ranges) => {
    const rig = await TelegramRig.start({}, { ranges });
    const attachment = await received(rig, { document: BYTES });
    rig.telegram.next('file', faults.resetMidway(), faults.page(502), faults.resetBefore());
    let bytes: Buffer | undefined;
    const reading = bytesOf(rig, attachment).then((read) => {
      bytes = read;
    });
    await rig.passes(() => bytes !== undefined);
    await reading;
    expect(bytes?.equals(BYTES)).toBe(true);
    expect(rig.telegram.calls('file').at(-1)?.params.range).toMatch(/^bytes=[1-9]/);
  });

  it('rides out a network that is gone', async () => {
    const rig = await TelegramRig.start();
    const attachment = await received(rig, { document: BYTES });
    await rig.telegram.cutNetwork();
    let bytes: Buffer | undefined;
    const reading = bytesOf(rig, attachment).then((read) => {
      bytes = read;
    });
    await rig.passes(() => rig.log.filter((line) => line.includes('"what":"getFile"')).length >= 3);
    await rig.telegram.restoreNetwork();
    await rig.passes(() => bytes !== undefined);
    await reading;
    expect(bytes?.equals(BYTES)).toBe(true);
  });

  it('of a file that is gone fails', async () => {
    const rig = await TelegramRig.start();
    const attachment = await received(rig, { document: BYTES });
    rig.telegram.next('getFile', faults.refused(400, 'Bad Request: invalid file_id'));
    await expect(rig.adapter.open(attachment, signal)).rejects.toThrow('invalid file_id');
    rig.telegram.next('file', faults.refused(404, 'Not Found'));
    await expect(rig.adapter.open(attachment, signal)).rejects.toThrow('404');
  });
});

describe('a file over 20 MB', () => {
  it('is reported at once, with the ways around it, and nothing is begun', async () => {
    const rig = await TelegramRig.start();
    const ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'en' });
    const chat = rig.telegram.dm(ann);
    const asked = rig.telegram.says(chat, ann, {
      document: { bytes: BYTES, name: 'film.mov', declaredBytes: 25 * MB },
      caption: 'make it short',
    });
    const told = await rig.telegram.seen(chat, (message) => message.mine);
    expect(told.replyTo).toBe(asked.message_id);
    expect(told.text).toBe(
      '⚠️ film.mov is 25 MB, and Telegram gives bots files of 20 MB at most.\nSend a link to the file (a direct or Dropbox link), or a smaller or shorter version. Whoever runs this bot can lift the limit with a local Bot API server (TELEGRAM_API_ROOT).',
    );
    await rig.confirmed();
    expect(rig.accepted).toEqual([]);
    expect(rig.telegram.calls('getFile')).toEqual([]);
  });

  it('in an album is reported, and the rest is used', async () => {
    const rig = await TelegramRig.start();
    const ann = rig.telegram.user({ id: 7, first_name: 'Ann', language_code: 'zh-hans' });
    const chat = rig.telegram.dm(ann);
    rig.telegram.album(chat, ann, [
      { document: { bytes: BYTES, name: 'a.jpg' }, caption: '动起来' },
      { document: { bytes: BYTES, name: 'b.mov', declaredBytes: 25 * MB } },
    ]);
    expect((await rig.received()).attachments.map((file) => file.name)).toEqual(['a.jpg']);
    const [, , told] = rig.telegram.shown(chat);
    expect(told?.text).toMatch(/^⚠️ b\.mov 有 25 MB，.*\n请发送文件的链接.*\n其余的我继续处理。$/);
  });

  it('whose size was not declared is refused when Telegram says so', async () => {
    const rig = await TelegramRig.start();
    const { declaredBytes: _, ...attachment } = await received(rig, { document: BYTES });
    rig.telegram.next('getFile', faults.refused(400, 'Bad Request: file is too big'));
    const opening = rig.adapter.open(attachment, signal);
    await expect(opening).rejects.toBeInstanceOf(AttachmentRefusedError);
    await expect(opening).rejects.toMatchObject({ sentence: expect.stringContaining('20 MB at most') });
  });
});

describe('a local Bot API server', () => {
  it('gives its files by path, also large ones', async () => {
    const rig = await TelegramRig.start({}, { localMode: true });
    const attachment = await received(rig, { document: { bytes: BYTES, declaredBytes: 300 * MB } });
    expect((await bytesOf(rig, attachment)).equals(BYTES)).toBe(true);
    expect(rig.telegram.calls('file')).toEqual([]);
  });

  it('is not believed a path outside its folder, not by .. and not by a link', async () => {
    const rig = await TelegramRig.start({}, { localMode: true });
    const attachment = await received(rig, { document: BYTES });
    const folder = await mkdtemp(join(tmpdir(), 'reelay-outside-'));
    try {
      await writeFile(join(folder, 'secret'), 'secret');
      await symlink(join(folder, 'secret'), join(rig.telegram.localRoot ?? '', 'innocent.jpg'));
      const root = rig.telegram.localRoot ?? '';
      const outside = [
        join(folder, 'secret'),
        `${root}/../${folder.split('/').at(-1)}/secret`,
        join(root, 'innocent.jpg'),
      ];
      for (const path of outside) {
        rig.telegram.next('getFile', faults.answers({ file_id: 'x', file_unique_id: 'x', file_path: path }));
        await expect(rig.adapter.open(attachment, signal)).rejects.toThrow('outside the folder');
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is not read from without a folder that is set', async () => {
    const rig = await TelegramRig.start({ localFilesRoot: undefined }, { localMode: true });
    const attachment = await received(rig, { document: BYTES });
    await expect(rig.adapter.open(attachment, signal)).rejects.toThrow('no folder for local files');
  });
});
