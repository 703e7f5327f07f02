import { part } from '../../page/parts';
import { DeviceChoice } from '../devices';
import type { Devices } from '../session/RoomSession';

export interface SettingsListener {
  onDevice(kind: MediaDeviceKind, id: string): void;
  onFigures(onAll: boolean): void;
}

/** Which devices are used, and whether every tile shows its figures. */
export class SettingsDialog {
  private readonly dialog: HTMLDialogElement;
  private readonly choice: DeviceChoice;

  constructor(root: HTMLElement, dialogs: HTMLElement, devices: () => Devices, listener: SettingsListener) {
    this.dialog = part<HTMLDialogElement>(dialogs, 'settings-dialog');
    this.choice = new DeviceChoice(this.dialog, (kind) => devices()[kind], (kind, id) => listener.onDevice(kind, id));
    part(this.dialog, 'speaker-field').hidden = !('setSinkId' in HTMLMediaElement.prototype);
    const figures = part<HTMLInputElement>(this.dialog, 'figures-switch');
    figures.addEventListener('change', () => listener.onFigures(figures.checked));
    part(root, 'settings-button').addEventListener('click', () => void this.open());
  }

  close(): void {
    this.dialog.close();
  }

  private async open(): Promise<void> {
    this.dialog.showModal();
    await this.choice.fill();
  }
}
