import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ChatGoneError, FileRefusedError } from '../../../src/core/chat.ts';
import type { Language } from '../../../src/i18n/language.ts';
import { adk, answer, type FakeHandler, ONE_CLIP_DRAFT, ROUTES } from '../../fakes/nemo/index.ts';
import type { Rig, RigOptions } from './rig.ts';

/** Something that goes wrong, and how a chat comes to hear of it. */
export interface Fault {
  /** What goes wrong, as the documentation calls it. */
  name: string;
  options?: RigOptions;
  /** Lets it happen; gives what the chat was told, or shown while it waits. */
  happens(rig: Rig, say: Sayings): Promise<string | undefined>;
}

export interface Sayings {
  animate: string;
  export: string;
  status: string;
}

export const SAYINGS: Record<Language, Sayings> = {
  en: { animate: 'animate it', export: 'export', status: 'status' },
  zh: { animate: '做成视频', export: '导出', status: '状态' },
};

const OPERATOR: RigOptions = { token: 'nmv_usr_operator' };
const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
const withPhoto = async (rig: Rig) => void (await rig.says('', [await rig.photo()]));
const shown = (rig: Rig, mark: string) =>
  rig.chat.progress.flatMap((text) => text.split('\n')).find((line) => line.startsWith(mark));

/** The next request of a route goes wrong for a chat that has sent a photo. */
function asked(route: string, handler: FakeHandler) {
  return async (rig: Rig, say: Sayings) => {
    await withPhoto(rig);
    rig.nemo.on(route, handler);
    return (await rig.says(say.animate)).at(-1);
  };
}

/** A request of the export goes wrong. */
function exported(arrange: (rig: Rig) => void) {
  return async (rig: Rig, say: Sayings) => {
    await withPhoto(rig);
    rig.nemo.state.draft = ONE_CLIP_DRAFT;
    arrange(rig);
    return (await rig.says(say.export)).at(-1);
  };
}

/** The store is away while something happens. */
async function withoutStore(rig: Rig, work: () => Promise<void>): Promise<void> {
  const file = join(rig.folder, 'reelay.sqlite');
  await rename(file, `${file}.away`);
  try {
    await work();
  } finally {
    await rename(`${file}.away`, file);
  }
}

export const FAULTS: Fault[] = [
  {
    name: '1001: the operator’s token was refused',
    options: OPERATOR,
    happens: asked(ROUTES.state, answer.code(1001)),
  },
  {
    name: '1001: the bot’s own account was refused again with a new token',
    happens: asked(ROUTES.state, answer.code(1001)),
  },
  {
    name: '1002: the project is gone, and the message brought no files',
    happens: asked(ROUTES.prompt, answer.code(1002)),
  },
  {
    name: '1002: the project is gone, and the message brought its own files',
    async happens(rig, say) {
      await withPhoto(rig);
      rig.nemo.sessions.clear();
      return (await rig.says(say.animate, [await rig.photo()]))[0];
    },
  },
  { name: '2001: no credits, account of the bot’s own', happens: asked(ROUTES.prompt, answer.code(2001)) },
  { name: '2001: no credits, registered account', options: OPERATOR, happens: asked(ROUTES.prompt, answer.code(2001)) },
  {
    name: '4001: file type refused',
    async happens(rig, say) {
      rig.nemo.on(ROUTES.upload, answer.code(4001));
      return (await rig.says(say.animate, [await rig.photo()])).at(-1);
    },
  },
  {
    name: '4002: file too large for Nemo',
    async happens(rig, say) {
      rig.nemo.on(ROUTES.upload, answer.code(4002));
      return (await rig.says(say.animate, [await rig.photo()])).at(-1);
    },
  },
  {
    name: '400: client id refused twice',
    async happens(rig, say) {
      rig.nemo.on(ROUTES.token, answer.code(400, 'X-Client-Id header is required', 400));
      return (await rig.says(say.animate, [await rig.photo()])).at(-1);
    },
  },
  {
    name: '402: export not in the plan',
    happens: exported((rig) => rig.nemo.on(ROUTES.render, answer.code(402, 'plan', 402))),
  },
  { name: '429: busy, also after the wait', happens: asked(ROUTES.prompt, answer.code(429, 'slow down', 429)) },
  {
    name: '429: no token, also after the wait',
    async happens(rig, say) {
      rig.nemo.on(ROUTES.token, answer.code(429, 'slow down', 429));
      return (await rig.says(say.animate, [await rig.photo()])).at(-1);
    },
  },
  {
    name: 'Nemo is silent, the request waits',
    async happens(rig, say) {
      await withPhoto(rig);
      rig.nemo.next(ROUTES.state, ...times(4, answer.status(503)));
      rig.nemo.next(ROUTES.credits, ...times(3, answer.reset()));
      await rig.says(say.animate);
      return shown(rig, '🔌 Nemo');
    },
  },
  {
    name: 'Nemo stays silent for a quarter of an hour',
    async happens(rig, say) {
      await withPhoto(rig);
      for (const route of [ROUTES.state, ROUTES.credits]) rig.nemo.on(route, answer.reset());
      return (await rig.says(say.animate)).at(-1);
    },
  },
  {
    name: 'Nemo is silent when somebody asks for the status',
    async happens(rig, say) {
      await withPhoto(rig);
      rig.nemo.on(ROUTES.state, answer.reset());
      return (await rig.says(say.status)).at(-1)?.split('\n').at(-1);
    },
  },
  { name: 'a web page in place of an answer', happens: asked(ROUTES.state, answer.html(200)) },
  { name: 'a gateway’s error page, again and again', happens: asked(ROUTES.state, answer.html(502)) },
  {
    name: 'the stream broke, the edit was made',
    async happens(rig, say) {
      await withPhoto(rig);
      const events = [adk.partial('Wor')];
      rig.nemo.on(ROUTES.prompt, rig.nemo.edit(ONE_CLIP_DRAFT, events, { cut: true }));
      return (await rig.says(say.animate))[0];
    },
  },
  { name: 'the stream broke, nothing was changed', happens: asked(ROUTES.prompt, answer.reset()) },
  {
    name: 'the stream broke, and what became of it cannot be seen',
    async happens(rig, say) {
      await withPhoto(rig);
      rig.nemo.on(ROUTES.prompt, async (request, response) => {
        rig.nemo.on(ROUTES.state, answer.reset());
        await answer.reset()(request, response);
      });
      return (await rig.says(say.animate)).at(-1);
    },
  },
  {
    name: 'the agent failed without a word',
    happens: asked(ROUTES.prompt, answer.sse([{ errorCode: 'INTERNAL', errorMessage: 'no reason' }])),
  },
  {
    name: 'the render failed',
    happens: exported((rig) => {
      rig.nemo.renderScript = [{ status: 'failed', error: 'out of memory' }];
    }),
  },
  {
    name: 'the render takes more than ten minutes',
    happens: exported((rig) => {
      rig.nemo.renderScript = [{ status: 'processing', progress: 10 }];
    }),
  },
  {
    name: 'the video cannot be fetched',
    happens: exported((rig) => {
      for (const route of [ROUTES.file, ROUTES.download]) rig.nemo.on(route, answer.status(404));
    }),
  },
  {
    name: 'the platform refuses the file',
    happens: exported((rig) => {
      rig.chat.onSend = async ({ video }) => {
        if (video) throw new FileRefusedError('size', 'too large');
      };
    }),
  },
  {
    name: 'the chat is gone',
    happens: exported((rig) => {
      rig.chat.onSend = async () => {
        throw new ChatGoneError('blocked');
      };
    }),
  },
  {
    name: 'the spool is full',
    options: { spoolBytes: 100 },
    happens: async (rig, say) => (await rig.says(say.animate, [await rig.photo()])).at(-1),
  },
  {
    name: 'the disk has no room for the finished video',
    options: { spoolBytes: 1500 },
    happens: exported(() => {}),
  },
  {
    name: 'the file is gone from the spool before Nemo has it',
    async happens(rig, say) {
      // Between the first attempt and the one with a new token.
      rig.nemo.next(ROUTES.upload, answer.code(1001));
      rig.nemo.on(ROUTES.token, async (request, response) => {
        const spool = join(rig.folder, 'reelay-spool');
        const lost = rig.nemo.calls(ROUTES.upload).length > 0 ? await readdir(spool) : [];
        for (const name of lost) await rm(join(spool, name), { recursive: true });
        const token = `nmv_usr_${rig.nemo.tokens.size}`;
        rig.nemo.tokens.add(token);
        return answer.ok({ token })(request, response);
      });
      return (await rig.says(say.animate, [await rig.photo()])).at(-1);
    },
  },
  {
    name: 'the platform does not give the file',
    async happens(rig, say) {
      const photo = await rig.photo();
      rig.chat.files.clear();
      return (await rig.says(say.animate, [photo])).at(-1);
    },
  },
  {
    name: 'the store cannot be written, the request waits',
    async happens(rig, say) {
      await withPhoto(rig);
      rig.nemo.next(ROUTES.state, async (request, response) => {
        void withoutStore(rig, async () => {
          // Its answer is what the turn journals next.
          await answer.ok({ state: rig.nemo.state })(request, response);
          while (!shown(rig, '💾')) await new Promise((resolve) => setImmediate(resolve));
        });
      });
      await rig.says(say.animate);
      return shown(rig, '💾');
    },
  },
];

/** The sentence itself, without the lists and links below it, and without ids that differ from run to run. */
export function firstLine(text: string | undefined): string {
  const line = text?.split('\n')[0] ?? '(nothing, quietly)';
  return line.replace(/test:1\/m\d+/g, '…').replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://nemo.example');
}
