import '../page/base.css';
import './style/frame.css';
import './style/lists.css';
import './style/call.css';
import './style/narrow.css';
import type { Call, Closure } from '@ringcast/call';
import { captureFailure } from '../media/LocalMedia';
import { part } from '../page/parts';
import { DemoTokens } from '../protocol/DemoTokens';
import { browserFetch, Http } from '../protocol/Http';
import { Memory } from './Memory';
import markup from './phone.html?raw';
import { PhoneView } from './PhoneView';
import { namesOf, phoneLink, phoneWish, type PhoneWish } from './phoneWish';
import type { PhoneSession } from './session/PhoneSession';
import { explain, explainClosure, namesText, ringStopText } from './session/words';
import type { PhoneActs } from './view/acts';
import { SignIn } from './view/SignIn';

export function openPhonePage(address: URL): void {
  document.title = 'Phone · Ringcast';
  document.body.innerHTML = `<div id="phone">${markup}</div>`;
  new PhonePage(document.body.firstElementChild as HTMLElement, phoneWish(address)).open();
}

/**
 * The page of a phone. Its `data-state`: signed-out → signing-in → signed-in, by a token that the server takes; back by hand, or when
 * another tab takes this one's place, or the token is taken no more. A tab that is loaded anew signs in by itself.
 */
class PhonePage {
  private readonly signIn: SignIn;
  private readonly view: PhoneView;
  private readonly demoTokens: DemoTokens;
  private readonly memory = new Memory(localStorage, sessionStorage);
  private session: PhoneSession | undefined;

  constructor(private readonly root: HTMLElement, private readonly wish: PhoneWish) {
    this.demoTokens = new DemoTokens(new Http(browserFetch), location.origin, wish.code);
    const name = wish.name ?? this.memory.name;
    this.signIn = new SignIn(part(root, 'sign-in'), name, wish.token, (whose, token) => void this.enter(whose, token));
    this.view = new PhoneView(part(root, 'phone'), root, this.acts());
  }

  open(): void {
    this.root.dataset['state'] = 'signed-out';
    const { signedIn } = this.memory;
    if (signedIn !== undefined && (this.wish.name ?? signedIn) === signedIn && this.wish.token === undefined) {
      void this.enter(signedIn, undefined);
    } else {
      this.signIn.open();
    }
  }

  private async enter(name: string, token: string | undefined): Promise<void> {
    this.root.dataset['state'] = 'signing-in';
    this.signIn.wait(name);
    try {
      // What the server has against it is told here; later tokens are asked for in the background.
      let first: string | undefined = token ?? await this.demoTokens.userToken(name);
      const next = async (): Promise<string> => {
        const given = first ?? token ?? await this.demoTokens.userToken(name);
        first = undefined;
        return given;
      };
      const { PhoneSession } = await import('./session/PhoneSession');
      const contacts = namesOf([...this.memory.contactsOf(name), ...this.wish.contacts]).filter((one) => one !== name);
      const { memory: { deviceId }, wish: { ringMs } } = this;
      const session = new PhoneSession({ name, deviceId, origin: location.origin, token: next, ringMs }, contacts, this.listener(name));
      this.session = session;
      await session.start();
      this.on(name, token === undefined);
    } catch (error) {
      // A channel that was closed has said why.
      if (this.root.dataset['state'] === 'signing-in') {
        this.off();
        this.signIn.open(explain(error, location.origin));
      }
    }
  }

  private on(name: string, byDemo: boolean): void {
    this.memory.keepName(name);
    this.memory.keepSignedIn(byDemo ? name : undefined);
    history.replaceState(null, '', phoneLink(new URL(location.href), name, this.wish.code));
    this.signIn.close();
    this.view.open();
    this.root.dataset['state'] = 'signed-in';
  }

  private off(): void {
    this.session = undefined;
    this.memory.keepSignedIn(undefined);
    this.view.close();
    this.root.dataset['state'] = 'signed-out';
  }

  private async signOut(): Promise<void> {
    const { session } = this;
    this.off();
    this.signIn.open();
    await session?.logOut();
  }

  private listener(name: string) {
    return {
      onState: (state: Parameters<PhoneView['show']>[0]) => this.view.show(state),
      onRingStopped: (call: Call, ending: Parameters<typeof ringStopText>[0]) =>
        this.sayIf(ringStopText(ending, call.view.fromUserId ?? call.view.callerId)),
      onSwitchEnded: (_: Call, outcome: string) => this.sayIf(SWITCHES[outcome] ?? ''),
      onPeople: (call: Call, userId: string, state: string) => this.sayIf(call.view.type === 'MULTI' ? peopleText(userId, state) : ''),
      onDeviceTrouble: (error: unknown) => this.view.trouble(captureFailure(error, 'camera')),
      onContacts: (contacts: readonly string[]) => this.memory.keepContacts(name, contacts),
      onClosed: (why: Closure, detail: string) => {
        this.off();
        this.signIn.open(explainClosure(why, detail));
      },
    };
  }

  private sayIf(text: string): void {
    if (text !== '') {
      this.view.say(text);
    }
  }

  private acts(): PhoneActs {
    const does = (act: (session: PhoneSession) => Promise<unknown>): void => void this.attempt(act);
    return {
      dial: (userIds, media) => does((session) => session.dial(userIds, media)),
      accept: (callId) => does((session) => session.accept(callId)),
      reject: (callId) => does((session) => session.reject(callId)),
      join: (callId) => does((session) => session.join(callId)),
      hangUp: () => does((session) => session.hangUp()),
      setMicrophone: (on) => does((session) => session.setMicrophone(on)),
      setCamera: (on) => does((session) => session.setCamera(on)),
      switchMedia: (media) => does((session) => session.switchMedia(media)),
      answerSwitch: (agree) => does((session) => session.answerSwitch(agree)),
      withdrawSwitch: () => does((session) => session.withdrawSwitch()),
      invite: (userIds) => does(async (session) => this.sayIf(busyText(await session.invite(userIds)))),
      startSound: () => does((session) => session.startSound()),
      dismissEnded: () => this.session?.dismissEnded(),
      setHabits: (change) => does((session) => session.setHabits(change)),
      addContact: (userId) => this.session?.addContact(userId),
      removeContact: (userId) => this.session?.removeContact(userId),
      showHistory: (onlyMissed) => does((session) => session.history.startOver(onlyMissed)),
      moreHistory: () => does((session) => session.history.more()),
      deleteRecord: (callId) => does((session) => session.history.remove(callId)),
      deleteHistory: () => does((session) => session.history.removeAll()),
      signOut: () => void this.signOut(),
      talkedMs: () => this.session?.talkedMs ?? 0,
      serverNowMs: () => this.session?.serverNowMs() ?? 0,
    };
  }

  private async attempt(act: (session: PhoneSession) => Promise<unknown>): Promise<void> {
    const { session } = this;
    try {
      await (session === undefined ? undefined : act(session));
    } catch (error) {
      if (session === this.session) {
        this.view.trouble(explain(error, location.origin));
      }
    }
  }
}

const SWITCHES: Readonly<Record<string, string>> = {
  REFUSED: 'The switch was not agreed to', TIMED_OUT: 'Nobody answered whether to switch', WITHDRAWN: 'The switch was taken back',
};

function peopleText(userId: string, state: string): string {
  switch (state) {
    case 'DECLINED': return `${userId} does not take the call`;
    case 'NOANSWER': return `${userId} does not answer`;
    case 'ENDED': return `${userId} left`;
    case 'ERROR': return `${userId} lost the connection`;
    case 'ONCALL': return `${userId} is there`;
    default: return '';
  }
}

function busyText(userIds: readonly string[]): string {
  return userIds.length === 0 ? '' : `${namesText(userIds)} ${userIds.length === 1 ? 'is' : 'are'} in another call`;
}
