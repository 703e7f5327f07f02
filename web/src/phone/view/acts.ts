import type { Media } from '@ringcast/call';

/** What a person in front of the phone may do. */
export interface PhoneActs {
  dial(userIds: readonly string[], media: Media): void;
  accept(callId: string): void;
  reject(callId: string): void;
  join(callId: string): void;
  hangUp(): void;
  setMicrophone(on: boolean): void;
  setCamera(on: boolean): void;
  switchMedia(media: Media): void;
  answerSwitch(agree: boolean): void;
  withdrawSwitch(): void;
  invite(userIds: readonly string[]): void;
  startSound(): void;
  dismissEnded(): void;
  setHabits(change: { readonly callWaiting?: boolean; readonly doNotDisturb?: boolean }): void;
  addContact(userId: string): void;
  removeContact(userId: string): void;
  showHistory(onlyMissed: boolean): void;
  moreHistory(): void;
  deleteRecord(callId: string): void;
  deleteHistory(): void;
  signOut(): void;
  talkedMs(): number;
  serverNowMs(): number;
}
