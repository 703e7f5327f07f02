/** More are scrolled to by nobody. */
export const LINES_MAX = 500;

/** One thing that was said, or one file. */
export interface Line {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly isLocal: boolean;
  readonly atMs: number;
  readonly content: TextContent | FileContent;
}

export interface TextContent {
  readonly kind: 'text';
  readonly text: string;
  /** It did not go out. */
  readonly failed: boolean;
}

export interface FileContent {
  readonly kind: 'file';
  readonly name: string;
  readonly bytes: number;
  /** 0 to 1. */
  readonly progress: number;
  /** sending or arriving → there, or → failed; too-large from the start. */
  readonly state: 'sending' | 'arriving' | 'there' | 'failed' | 'too-large';
  /** Where it can be saved from, once it has come. */
  readonly url: string | undefined;
}
