import { type ChatKey, chatOfPerson, type PlaceKey, personOf, placeOf } from '../chat.ts';
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
  const moved = (chat: ChatKey) => {
    const person = personOf(chat);
    return person === undefined ? to : chatOfPerson(to, person);
  };
  for (const chat of new Set(turns.map((turn) => turn.chat))) queues.move(chat, moved(chat));
  for (const turn of turns) {
    moveTurn(turn, moved(turn.chat));
    await journal.save(turn);
  }
}
