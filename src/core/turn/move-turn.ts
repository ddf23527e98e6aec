import { type ChatKey, chatInPlace, type PlaceKey, placeOf } from '../chat.ts';
import type { ChatQueues } from '../queue/chat-queues.ts';
import type { Journal } from './journal.ts';
import type { Turn } from './turn.ts';

/** Gives a turn to the key that its chat has now; what it costs goes to the community of that key. */
export function moveTurn(turn: Turn, chat: ChatKey): void {
  const [from, to] = [placeOf(turn.chat), placeOf(chat)];
  turn.chat = chat;
  for (const each of [turn.shared, turn.charge]) if (each?.community === from) each.community = to;
}

/** Gives the open turns of a place, and their queues, to the key that the place has now. */
export async function moveOpenTurns(
  from: PlaceKey,
  to: PlaceKey,
  { journal, queues }: { journal: Journal; queues: ChatQueues },
): Promise<void> {
  const turns = journal.underWay().filter(({ chat }) => placeOf(chat) === from);
  for (const chat of new Set(turns.map((turn) => turn.chat))) queues.move(chat, chatInPlace(chat, to));
  for (const turn of turns) {
    moveTurn(turn, chatInPlace(turn.chat, to));
    await journal.save(turn);
  }
}
