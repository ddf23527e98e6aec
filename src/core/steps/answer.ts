import { readTimeline } from '../../nemo/draft.ts';
import type { Credits } from '../../nemo/nemo.ts';
import type { AnswerWork } from '../turn.ts';
import { timelineText } from '../words/tell.ts';
import { elapsedText, type Say } from '../words/words.ts';
import type { TurnContext } from './context.ts';
import { taken } from './upload.ts';

/** What the lane tells about the chat, for status and cancel. */
export interface LaneView {
  running?: { text: string; acceptedAt: number };
  waiting: number;
  /** Stops the running turn; gives what it was asked, or undefined when nothing ran. */
  cancel(): Promise<string | undefined>;
}

/** Gives the bot's own answer to what needs no agent. */
export async function answer(context: TurnContext, work: AnswerWork, lane: LaneView): Promise<string> {
  const { say, nemo, sessions, turn, signal } = context;
  switch (work.what) {
    case 'help':
      return say('help');
    case 'credits':
      return creditsText(say, await nemo.credits({ signal }));
    case 'status':
      return status(context, lane);
    case 'cancel': {
      const what = await lane.cancel();
      return what === undefined ? say('nothingToCancel') : say('cancelled', { what });
    }
    case 'new': {
      const old = (await sessions.find(turn.chat))?.session;
      if (!old) return say('newProject');
      const url = await sessions.browserLink(turn.chat, nemo, old, signal);
      await sessions.update(turn.chat, { session: undefined, link: undefined, mediaCount: 0 });
      return say('newProjectOld', { url });
    }
    case 'ask-for-media':
      return say('askForMedia');
    case 'ask-for-instruction': {
      const upload = turn.work.find((piece) => piece.kind === 'upload');
      const names = upload ? taken(upload) : [];
      const refusals = upload?.files.flatMap((file) => (file.state === 'refused' ? [file.sentence] : [])) ?? [];
      const got =
        names.length === 1 ? say('gotOneFile', { name: names[0] ?? '' }) : say('gotFiles', { count: names.length });
      return [...refusals, got].join('\n');
    }
    case 'empty':
      return say('emptyMessage');
  }
}

export function creditsText(say: Say, { available, frozen, total }: Credits): string {
  return say('credits', { available, frozen, total });
}

async function status(context: TurnContext, lane: LaneView): Promise<string> {
  const { say, sessions, nemo, turn, clock, signal } = context;
  const lines: string[] = [];
  if (lane.running) {
    const elapsed = elapsedText(turn.language, clock.now() - lane.running.acceptedAt);
    lines.push(say('statusBusy', { what: lane.running.text, elapsed }));
    if (lane.waiting > 0) lines.push(say('statusWaiting', { count: lane.waiting }));
  } else {
    lines.push(say('statusIdle'));
  }
  const session = (await sessions.find(turn.chat))?.session;
  if (!session) return [...lines, say('statusNoProject')].join('\n');
  const { draft } = await nemo.state(session.sessionId, { signal });
  return [...lines, timelineText(readTimeline(draft), turn.language)].join('\n');
}
