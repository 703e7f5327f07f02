import { face } from '../../page/dom';
import { hueOf, initials } from '../../page/initials';
import { part, setText } from '../../page/parts';
import { DeviceChoice } from '../devices';
import type { Preferences } from '../preferences';
import { explainDevice, type RoomFailure } from '../session/explainRoom';
import type { Devices } from '../session/RoomSession';
import { MicrophoneLevel } from './MicrophoneLevel';

type Device = 'microphone' | 'camera';

/** Camera and microphone before the join: switched, chosen, seen and heard by oneself alone. Nothing of it is sent. */
export class Preview {
  private readonly video: HTMLVideoElement;
  private readonly choice: DeviceChoice;
  private readonly wanted: Record<Device, boolean>;
  private readonly tracks: Partial<Record<Device, MediaStreamTrack>> = {};
  private devices: Devices;
  private level: MicrophoneLevel | undefined;
  /** Grows with every stop, so that a device that opens later is closed at once. */
  private attempt = 0;

  constructor(
    private readonly root: HTMLElement,
    preferences: Preferences,
    private readonly onFailure: (failure: RoomFailure) => void,
  ) {
    this.wanted = { microphone: preferences.microphone, camera: preferences.camera };
    this.devices = preferences.devices;
    this.video = part<HTMLVideoElement>(root, 'preview-video');
    this.choice = new DeviceChoice(part(root, 'preview-devices'), (kind) => this.devices[kind], (kind, id) => this.onDevice(kind, id));
    for (const device of ['microphone', 'camera'] as const) {
      part(root, `preview-${device}`).addEventListener('click', () => void this.switch(device, !this.wanted[device]));
    }
    part(root, 'preview-check').addEventListener('click', () => void this.check());
    this.draw();
  }

  get wish(): { readonly microphone: boolean; readonly camera: boolean; readonly devices: Devices } {
    return { ...this.wanted, devices: this.devices };
  }

  /** Opens what is wished if this page was allowed to before: a question at first sight is asked when somebody presses something. */
  async start(): Promise<void> {
    const { attempt } = this;
    await this.choice.fill();
    for (const device of ['camera', 'microphone'] as const) {
      if (attempt === this.attempt && this.wanted[device] && await isAllowed(device)) {
        await this.open(device);
      }
    }
    this.draw();
  }

  stop(): void {
    this.attempt++;
    this.close('microphone');
    this.close('camera');
    this.draw();
  }

  named(name: string): void {
    const avatar = part(this.root, 'preview-avatar');
    setText(avatar, initials(name));
    avatar.style.setProperty('--hue', String(hueOf(name)));
  }

  /** Opens both, whether or not the browser asks first. */
  private async check(): Promise<void> {
    for (const device of ['camera', 'microphone'] as const) {
      if (this.wanted[device]) {
        await this.open(device);
      }
    }
    this.draw();
  }

  private async switch(device: Device, on: boolean): Promise<void> {
    this.wanted[device] = on;
    if (on) {
      await this.open(device);
    } else {
      this.close(device);
    }
    this.draw();
  }

  private async open(device: Device): Promise<void> {
    const { attempt } = this;
    this.close(device);
    const id = this.devices[device === 'camera' ? 'videoinput' : 'audioinput'];
    const size = device === 'camera' ? { width: { ideal: 1280 }, height: { ideal: 720 } } : {};
    const constraints = { ...(id === undefined ? {} : { deviceId: id }), ...size };
    try {
      if (navigator.mediaDevices === undefined) {
        throw new Error(`A browser opens devices only for https pages and localhost, and this is ${location.origin}.`);
      }
      const stream = await navigator.mediaDevices.getUserMedia(device === 'camera' ? { video: constraints } : { audio: constraints });
      const [track] = stream.getTracks();
      if (attempt !== this.attempt || !this.wanted[device]) {
        track?.stop();
        return;
      }
      this.tracks[device] = track!;
      await this.choice.fill();
    } catch (error) {
      this.wanted[device] = false;
      this.onFailure(explainDevice(error, device));
    }
    this.show(device);
  }

  private show(device: Device): void {
    const track = this.tracks[device];
    if (device === 'camera') {
      this.video.srcObject = track === undefined ? null : new MediaStream([track]);
    } else {
      this.level?.stop();
      this.level = track === undefined ? undefined : new MicrophoneLevel(track, (level) => this.drawLevel(level));
      this.drawLevel(0);
    }
  }

  private close(device: Device): void {
    this.tracks[device]?.stop();
    delete this.tracks[device];
    this.show(device);
  }

  private onDevice(kind: MediaDeviceKind, id: string): void {
    this.devices = { ...this.devices, [kind]: id };
    const device = kind === 'videoinput' ? 'camera' : 'microphone';
    if (this.tracks[device] !== undefined) {
      void this.open(device).then(() => this.draw());
    }
  }

  private draw(): void {
    const { microphone, camera } = this.wanted;
    face(part(this.root, 'preview-microphone'), microphone ? 'mic' : 'mic-off', `Join with the microphone ${microphone ? 'off' : 'on'}`);
    face(part(this.root, 'preview-camera'), camera ? 'camera' : 'camera-off', `Join with the camera ${camera ? 'off' : 'on'}`);
    part(this.root, 'preview-microphone').setAttribute('aria-pressed', String(microphone));
    part(this.root, 'preview-camera').setAttribute('aria-pressed', String(camera));
    part(this.root, 'preview').dataset['camera'] = this.tracks.camera === undefined ? 'off' : 'on';
    part(this.root, 'level').hidden = this.tracks.microphone === undefined;
    setText(part(this.root, 'preview-note'), this.note());
    part(this.root, 'preview-check').hidden = !this.isUnopened('camera') && !this.isUnopened('microphone');
  }

  private note(): string {
    if (this.tracks.camera !== undefined) {
      return '';
    }
    return this.wanted.camera ? 'Your camera opens when you join' : 'Your camera is off';
  }

  private isUnopened(device: Device): boolean {
    return this.wanted[device] && this.tracks[device] === undefined;
  }

  private drawLevel(level: number): void {
    const meter = part(this.root, 'level');
    meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    meter.style.setProperty('--level', level.toFixed(2));
  }
}

async function isAllowed(device: Device): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: device as PermissionName })).state === 'granted';
  } catch {
    return false;
  }
}
