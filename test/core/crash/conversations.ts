import type { Attachment, ChatKey, CommandCall } from '../../../src/core/chat.ts';
import type { CrashWorld } from './world.ts';

/** What a message must have brought in the end: how many replies and how many videos. */
export interface Wanted {
  replies: number;
  videos: number;
}

/** What a person says. */
export interface Said {
  id: string;
  chat: ChatKey;
  wanted: Wanted;
}

interface Saying {
  chat?: ChatKey;
  text?: string;
  files?: string[];
  command?: CommandCall;
  repliesTo?: string;
  replies?: number;
  videos?: number;
  /** Without waiting until the bot has answered. */
  goesOn?: boolean;
}

/** Plays people in front of the bot, whichever process is there. */
export class People {
  readonly world: CrashWorld;
  readonly said: Said[] = [];
  readonly #photo: Buffer;

  constructor(world: CrashWorld, photo: Buffer) {
    this.world = world;
    this.#photo = photo;
  }

  async says(saying: Saying): Promise<void> {
    const { chat = 'test:1', text = '', files = [], command, repliesTo, replies = 1, videos = 0, goesOn } = saying;
    const id = `m${this.said.length + 1}`;
    this.said.push({ id, chat, wanted: { replies, videos } });
    const attachments: Attachment[] = files.map((name) => this.world.platform.file(name, this.#photo));
    const message = { id, chat, userId: 'u1', text, attachments, command, repliesTo };
    await this.world.act((engine) => engine.accept(message));
    if (!goesOn) await this.world.idle();
  }

  /** The first result that answers the message of this number. */
  resultOf(number: number): string {
    return this.world.platform.results.find(({ answers }) => answers === `m${number}`)?.ref ?? '';
  }
}

export interface Conversation {
  name: string;
  play(people: People): Promise<void>;
  /** What Nemo must have been asked: each prompt once. */
  prompts: string[];
  /** The files that Nemo must have, each once. */
  uploads: string[];
  renders: number;
  /** Chats that one and the same chat is known by. */
  sameChat?: [ChatKey, ChatKey];
  /** Chats that work at the same time; 1 unless told. */
  busyChats?: number;
  /** The message whose request may be stopped instead of answered. */
  stopped?: string;
  /** The video of the one message comes with the other where that one outdates it. */
  takenOver?: { from: string; by: string };
  /** The message of which a first result may be missing when it came at the very moment of the kill. */
  announced?: string;
}

/** Holds every prompt at Nemo until it is released; `reached` resolves with the first one. */
function holdPrompts(world: CrashWorld): { release: () => void; reached: Promise<void> } {
  let release = () => {};
  let reach = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  world.nemo.watch = async (step) => {
    if (step !== 'prompt received') return;
    reach();
    await released;
  };
  return { release, reached };
}

export const CONVERSATIONS: Conversation[] = [
  {
    name: 'an album of three',
    play: (people) => people.says({ text: 'make a video', files: ['a.jpg', 'b.jpg', 'c.jpg'], videos: 1 }),
    prompts: ['make a video'],
    uploads: ['a.jpg', 'b.jpg', 'c.jpg'],
    renders: 1,
  },
  {
    name: 'a batch',
    play: (people) => people.says({ text: '1: zoom in 2: pan left', files: ['a.jpg', 'b.jpg'], replies: 2, videos: 2 }),
    prompts: [
      'Start over and make a new video of a.jpg only: zoom in',
      'Start over and make a new video of b.jpg only: pan left',
    ],
    uploads: ['a.jpg', 'b.jpg'],
    renders: 2,
  },
  {
    name: 'an export',
    async play(people) {
      await people.says({ files: ['a.jpg'] });
      await people.says({ text: 'zoom in slowly' });
      await people.says({ text: 'export', replies: 0, videos: 1 });
    },
    prompts: ['zoom in slowly'],
    uploads: ['a.jpg'],
    renders: 1,
  },
  {
    name: 'a session that is gone',
    async play(people) {
      await people.says({ text: 'zoom in', files: ['a.jpg'], videos: 1 });
      const [session = ''] = people.world.nemo.sessionIds;
      people.world.nemo.forgetSession(session);
      // The files of before are lost, which is announced.
      await people.says({ text: 'pan left', files: ['b.jpg'], videos: 1 });
    },
    prompts: ['zoom in', 'pan left'],
    uploads: ['a.jpg', 'b.jpg'],
    renders: 2,
  },
  {
    name: 'a migration beside a busy chat',
    async play(people) {
      const { release } = holdPrompts(people.world);
      await people.says({ chat: 'test:2', text: 'pan left', files: ['b.jpg'], videos: 1, goesOn: true });
      await people.says({ text: 'zoom in', files: ['a.jpg'], videos: 1, goesOn: true });
      await people.says({ text: 'make it longer', goesOn: true });
      people.world.platform.moved('test:1', 'test:9');
      await people.world.act((engine) => engine.migrate('test:1', 'test:9'));
      release();
      await people.world.idle();
    },
    prompts: ['zoom in', 'pan left', 'make it longer'],
    uploads: ['a.jpg', 'b.jpg'],
    renders: 2,
    sameChat: ['test:1', 'test:9'],
    busyChats: 2,
    takenOver: { from: 'm2', by: 'm3' },
  },
  {
    name: 'a raw clip',
    async play(people) {
      people.world.nemo.handsOverRawClips = true;
      await people.says({ text: 'generate a clip of it', files: ['a.jpg'], replies: 2, videos: 1 });
    },
    prompts: ['generate a clip of it'],
    uploads: ['a.jpg'],
    renders: 1,
    announced: 'm1',
  },
  {
    name: 'a cancel',
    async play(people) {
      await people.says({ files: ['a.jpg'] });
      const { release, reached } = holdPrompts(people.world);
      await people.says({ text: 'zoom in', goesOn: true });
      // Killed about to ask, Nemo may never be asked.
      await people.world.act((engine) => Promise.race([reached, engine.idle()]));
      await people.says({ text: 'cancel', goesOn: true });
      release();
      await people.world.idle();
      await people.says({ text: 'pan left' });
    },
    prompts: ['zoom in', 'pan left'],
    uploads: ['a.jpg'],
    renders: 0,
    stopped: 'm2',
  },
  {
    name: 'answers to commands',
    async play(people) {
      for (const text of ['help', 'status', 'credits']) await people.says({ text });
      await people.says({ command: { name: 'skill', argument: '2' } });
      await people.says({ command: { name: 'language', argument: 'english' } });
    },
    prompts: [],
    uploads: [],
    renders: 0,
  },
  {
    name: 'a reply to an earlier result',
    async play(people) {
      await people.says({ files: ['a.jpg'] });
      await people.says({ text: 'zoom in slowly' });
      await people.says({ text: 'new project' });
      await people.says({ files: ['b.jpg'] });
      // That it goes back is announced, then comes the answer.
      await people.says({ text: 'add a title', repliesTo: people.resultOf(2), replies: 2 });
    },
    prompts: ['zoom in slowly', 'add a title'],
    uploads: ['a.jpg', 'b.jpg'],
    renders: 0,
  },
  {
    name: 'a chat that is forgotten',
    async play(people) {
      await people.says({ files: ['a.jpg'] });
      await people.says({ text: 'zoom in slowly' });
      await people.says({ text: 'forget yes' });
      await people.says({ text: 'pan left', files: ['b.jpg'], videos: 1 });
    },
    prompts: ['zoom in slowly', 'pan left'],
    uploads: ['a.jpg', 'b.jpg'],
    renders: 1,
  },
];
