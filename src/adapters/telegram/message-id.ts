/** What tells a message from the others of its chat. */
interface Identified {
  message_id: number;
  /** In s since the Unix epoch. */
  date: number;
  ephemeral_message_id?: number;
}

/**
 * The id of a message. Ephemeral ones all have the `message_id` 0 and a number of their own, which comes again once the
 * message is gone (https://core.telegram.org/bots/api#message): with its date it is one of a kind.
 */
export function idOf({ message_id: id, ephemeral_message_id: ephemeral, date }: Identified): string {
  return ephemeral === undefined ? String(id) : `e${ephemeral}-${date}`;
}

/** The number of an ephemeral message, by its id or by that of a request made of it; undefined for any other one. */
export function ephemeralNumber(id: string | undefined): number | undefined {
  const number = /^e(\d+)-/.exec(id ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}
