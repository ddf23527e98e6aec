/** Who the operator lets use the bot, and who runs it. People and communities are `platform:id`. */
export interface AccessSettings {
  owners: ReadonlySet<string>;
  /** `open`: everybody; `list`: whom `allowed` names; `closed`: owners alone. */
  access: 'open' | 'list' | 'closed';
  /** People, servers and groups; `<platform>:dm` for its private chats, `<platform>:*` for all of it. */
  allowed: ReadonlySet<string>;
  /** With `open`: whether private chats of people who are not allowed by name are open, too. */
  privateChats: 'open' | 'list';
}

/** Anybody may use the bot, and nobody is its owner. */
export const OPEN_ACCESS: AccessSettings = {
  owners: new Set(),
  access: 'open',
  allowed: new Set(),
  privateChats: 'open',
};
