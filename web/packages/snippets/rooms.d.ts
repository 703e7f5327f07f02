/** The app that the README's snippets of `@ringcast/rooms` speak of. */
declare const url: string;
declare const token: string;
declare function draw(something: unknown): void;
declare function showButtons(role: import('@ringcast/rooms').Role): void;
declare function say(...words: readonly unknown[]): void;
