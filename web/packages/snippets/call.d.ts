/** The app that the README's snippets of `@ringcast/call` speak of. */
declare function ring(fromUserId: string | undefined, media: 'AUDIO' | 'VIDEO', answer: { yes: () => unknown; no: () => unknown }): void;
declare function draw(call: import('@ringcast/call').Call): void;
declare function signInAgain(why: import('@ringcast/call').Closure): void;
declare function show(something: unknown): void;
declare function clock(talkedMs: number): string;
declare function askUser(question: string): Promise<boolean>;
declare function mark(userId: string, state: string): void;
declare function addToHistory(record: import('@ringcast/call').CallRecord): void;
declare const ownPicture: HTMLVideoElement;
declare const theirPicture: HTMLVideoElement;
declare const hangUpButton: HTMLButtonElement;
declare const muteButton: HTMLButtonElement;
declare const soundButton: HTMLButtonElement;
declare const timer: HTMLElement;
