import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answer, ROUTES } from '../../fakes/nemo/index.ts';
import { promptsSent } from '../rig/kill.ts';
import { Rig } from '../rig/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.close());

const GREETING = expect.stringMatching(/^Hi! This is AI Image to Video King\./);

const FIRST_EDIT = 'Done.\n\nTimeline (1 track, 10 s):\n1. Video: photo.jpg (0-10s)';

/** A video over the chat's limit comes as a link, without the time that a file takes. */
const LINKED = expect.stringMatching(/^✅ Video ready\. At \d+ KB it is too big for this chat/);

describe('rule 1: a batch goes on with its other files', () => {
  beforeEach(() => {
    rig.chat.maxFileBytes = 100;
  });

  it('when the render of one fails', async () => {
    // A failed render is submitted once more; the second one of the first file fails too.
    let polls = 0;
    rig.nemo.on(ROUTES.renderStatus, (request, response) => {
      const { id } = request.params;
      const url = `${rig.nemo.url}/files/${id}.mp4`;
      polls += 1;
      const data = polls <= 2 ? { id, status: 'failed', error: 'boom' } : { id, status: 'completed', output: { url } };
      return answer.json({ success: true, data })(request, response);
    });
    const files = [await rig.photo('a.jpg'), await rig.photo('b.jpg')];
    expect(await rig.says('1: zoom in 2: pan left', files)).toEqual([
      GREETING,
      FIRST_EDIT,
      '⚠️ The render failed. Say “export” to try again; exports are free.',
      'Done.',
      LINKED,
    ]);
    expect(promptsSent(rig)).toHaveLength(2);
  });

  it('when Nemo refuses one: it is named, and the others are worked on', async () => {
    rig.nemo.next(ROUTES.upload, answer.code(4001, 'no'));
    expect(await rig.says('animate it', [await rig.photo('a.jpg'), await rig.photo('b.jpg')])).toEqual([
      GREETING,
      `⚠️ Nemo doesn’t take a.jpg: its type is not accepted there. It takes JPG, PNG, GIF, WebP, HEIC · MP4, MOV, AVI, WebM, MKV · MP3, WAV, M4A, AAC.\n\n${FIRST_EDIT}`,
      LINKED,
    ]);
    expect(promptsSent(rig)).toEqual(['animate it']);
  });
});
