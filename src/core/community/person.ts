/** The person that a text names by their id, as `platform:id`; undefined for anything else. */
export function personIn(argument: string, platform: string): string | undefined {
  const plain = argument.trim();
  const mention = /^<@!?(\d{1,20})>$/.exec(plain);
  if (mention?.[1]) return `${platform}:${mention[1]}`;
  const named = /^(?:([a-z]{1,20}):)?(-?[\w-]{1,40})$/.exec(plain);
  return named?.[2] ? `${named[1] ?? platform}:${named[2]}` : undefined;
}
