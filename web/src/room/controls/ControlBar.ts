import { face } from '../../page/dom';
import { part } from '../../page/parts';
import type { Me } from '../session/RoomState';

export interface ControlListener {
  onMicrophone(on: boolean): void;
  onCamera(on: boolean): void;
  onScreen(on: boolean): void;
  onPeople(): void;
  onTalk(): void;
  onLeave(): void;
}

const NO_PERMISSION = 'Your token does not let you send anything here';

/** Microphone, camera, screen and the way out, by button or by key. */
export class ControlBar {
  private me: Me = { microphone: false, camera: false, screen: false, mayPublish: true, mayTalk: true };

  constructor(
    private readonly root: HTMLElement,
    private readonly listener: ControlListener,
  ) {
    this.button('microphone').addEventListener('click', () => listener.onMicrophone(!this.me.microphone));
    this.button('camera').addEventListener('click', () => listener.onCamera(!this.me.camera));
    this.button('screen').addEventListener('click', () => listener.onScreen(!this.me.screen));
    this.button('leave').addEventListener('click', () => listener.onLeave());
    face(this.button('leave'), 'leave', 'Leave the room');
    this.button('screen').hidden = navigator.mediaDevices?.getDisplayMedia === undefined;
    document.addEventListener('keydown', (event) => this.onKey(event));
    this.show(this.me);
  }

  /** @param watching one of a live room's audience, who has no devices to switch */
  show(me: Me, watching = false): void {
    this.me = me;
    this.root.dataset['watching'] = String(watching);
    this.draw('microphone', me.microphone, ['mic', 'Turn the microphone off (M)'], ['mic-off', 'Turn the microphone on (M)']);
    this.draw('camera', me.camera, ['camera', 'Turn the camera off (V)'], ['camera-off', 'Turn the camera on (V)']);
    this.draw('screen', me.screen, ['screen', 'Stop sharing your screen (S)'], ['screen', 'Share your screen (S)']);
  }

  private draw(name: 'microphone' | 'camera' | 'screen', on: boolean, whenOn: [string, string], whenOff: [string, string]): void {
    const control = this.button(name);
    const [iconName, label] = on ? whenOn : whenOff;
    face(control, iconName, this.me.mayPublish ? label : NO_PERMISSION);
    control.disabled = !this.me.mayPublish;
    control.dataset['on'] = String(on);
    control.setAttribute('aria-pressed', String(on));
  }

  private onKey(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea, dialog, [role="menu"]') !== null;
    if (this.root.hidden || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
      return;
    }
    const name = ({ m: 'microphone', v: 'camera', s: 'screen' } as const)[event.key.toLowerCase()];
    if (name !== undefined) {
      this.button(name).click();
    } else if (event.key.toLowerCase() === 'p') {
      this.listener.onPeople();
    } else if (event.key.toLowerCase() === 'c') {
      event.preventDefault();
      this.listener.onTalk();
    }
  }

  private button(name: 'microphone' | 'camera' | 'screen' | 'leave'): HTMLButtonElement {
    return part<HTMLButtonElement>(this.root, name);
  }
}
