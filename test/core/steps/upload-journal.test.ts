import { beforeEach, describe, expect, it } from 'vitest';
import { AttachmentRefusedError } from '../../../src/core/chat.ts';
import { upload } from '../../../src/core/steps/upload.ts';
import { newUpload } from '../../../src/core/turn/new-work.ts';
import type { UploadWork } from '../../../src/core/turn/turn.ts';
import type { TurnContext } from '../../../src/core/turn/turn-context.ts';
import { refusalError } from '../../../src/nemo/errors.ts';
import { EMPTY, LOST, LoneStep, UNSENT } from '../rig/lone-step.ts';

let lone: LoneStep;
beforeEach(() => {
  lone = new LoneStep();
});

describe('an upload', () => {
  const shown = ({ files }: UploadWork) =>
    files.map((file) => (file.state === 'waiting' ? (file.sending ?? '-') : file.state)).join(' ');
  const link = (name: string) => ({ name, ref: name, url: `https://example.com/files/${name}?a=1` });
  const sends = (...answers: (Error | undefined)[]) => ({
    uploadUrls: async (_session: string, [url = '']: string[]) => {
      lone.events.push(`send ${url.split('/').at(-1)}`);
      const failure = answers.shift();
      if (failure) throw failure;
      return [{ cdnUrl: 'https://cdn.example/x' }];
    },
  });

  it('is journaled file by file, before each leaves and once Nemo has it', async () => {
    const work = newUpload([0, 1]);
    await upload(lone.contextFor(work, shown, sends(), [link('a.jpg'), link('b.jpg')]), work);
    expect(lone.events).toEqual([
      ...['save a.jpg -', 'send a.jpg?a=1', 'count a.jpg', 'save sent -'],
      ...['save sent b.jpg', 'send b.jpg?a=1', 'count b.jpg', 'save sent sent'],
    ]);
  });

  it('of a file that is refused here or there is journaled too, and counts none', async () => {
    const work = newUpload([0, 1]);
    const files = [{ name: 'a.jpg', ref: 'a' }, link('b.jpg')];
    const context = lone.contextFor(work, shown, sends(refusalError('upload', { nemoCode: 4001 })), files);
    const taking = { take: () => Promise.reject(new AttachmentRefusedError('not yours')) };
    const step = upload({ ...context, spool: taking } as unknown as TurnContext, work);
    await expect(lone.ended(step)).rejects.toThrow('not yours\nfileTypeRefused');
    expect(lone.events).toEqual(['save refused -', 'save refused b.jpg', 'send b.jpg?a=1', 'save refused refused']);
  });

  it('whose answer is lost is journaled as sent once its clip is found, and not sent again', async () => {
    const work = newUpload([0]);
    lone.states = [EMPTY, { ...EMPTY, videoInfos: [{ key: 'k', name: 'a.jpg', url: 'https://cdn.example/a.jpg' }] }];
    await lone.ended(upload(lone.contextFor(work, shown, sends(LOST()), [link('a.jpg')]), work));
    expect(lone.events).toEqual(['save a.jpg', 'send a.jpg?a=1', 'count a.jpg', 'save sent', 'save sent']);
  });

  it('whose answer is lost twice fails; one that certainly did not leave fails at once', async () => {
    const twice = newUpload([0]);
    await expect(
      lone.ended(upload(lone.contextFor(twice, shown, sends(LOST(), LOST()), [link('a.jpg')]), twice)),
    ).rejects.toThrow('reset');
    expect(lone.events).toEqual(['save a.jpg', 'send a.jpg?a=1', 'send a.jpg?a=1']);
    lone.events.length = 0;
    const once = newUpload([0]);
    await expect(
      lone.ended(upload(lone.contextFor(once, shown, sends(UNSENT()), [link('a.jpg')]), once)),
    ).rejects.toThrow('refused');
    expect(lone.events).toEqual(['save a.jpg', 'send a.jpg?a=1']);
  });

  it('that another process began looks for what was on its way, and sends what is left', async () => {
    const work: UploadWork = {
      ...newUpload([0, 1, 2]),
      media: [],
      files: [
        { attachment: 0, state: 'sent', name: 'a.jpg', cdnUrl: 'https://cdn.example/a.jpg' },
        { attachment: 1, state: 'waiting', sending: 'b.jpg' },
        { attachment: 2, state: 'waiting' },
      ],
    };
    const clip = (name: string) => ({ key: name, name, url: `https://cdn.example/${name}` });
    lone.states = [{ ...EMPTY, videoInfos: [clip('a.jpg'), clip('b.jpg')] }];
    await lone.ended(
      upload(
        lone.contextFor(
          work,
          shown,
          sends(),
          ['a', 'b', 'c'].map((name) => link(`${name}.jpg`)),
        ),
        work,
      ),
    );
    expect(lone.events).toEqual([
      ...['count b.jpg', 'save sent sent -', 'save sent sent c.jpg'],
      ...['send c.jpg?a=1', 'count c.jpg', 'save sent sent sent'],
    ]);
  });
});
