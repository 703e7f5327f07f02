const NAMES: Readonly<Record<MediaDeviceKind, string>> = { audioinput: 'Microphone', audiooutput: 'Speaker', videoinput: 'Camera' };

/** Fills selects with the devices there are, and keeps them so while devices come and go. */
export class DeviceChoice {
  private readonly selects: readonly HTMLSelectElement[];

  constructor(
    root: HTMLElement,
    private readonly chosen: (kind: MediaDeviceKind) => string | undefined,
    onChoice: (kind: MediaDeviceKind, id: string) => void,
  ) {
    this.selects = [...root.querySelectorAll<HTMLSelectElement>('select[data-device]')];
    for (const select of this.selects) {
      select.addEventListener('change', () => onChoice(kindOf(select), select.value));
    }
    navigator.mediaDevices?.addEventListener('devicechange', () => void this.fill());
  }

  /** Browsers name devices only after a first consent, so this is called again after one. */
  async fill(): Promise<void> {
    const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    for (const select of this.selects) {
      const kind = kindOf(select);
      const options = devices.filter((device) => device.kind === kind && device.deviceId !== '');
      select.replaceChildren(...options.map((device, index) => new Option(device.label || `${NAMES[kind]} ${index + 1}`, device.deviceId)));
      select.disabled = options.length === 0;
      if (options.length === 0) {
        select.append(new Option(`${NAMES[kind]} not known yet`, ''));
      }
      const wanted = this.chosen(kind);
      if (options.some(({ deviceId }) => deviceId === wanted)) {
        select.value = wanted!;
      }
    }
  }
}

function kindOf(select: HTMLSelectElement): MediaDeviceKind {
  return select.dataset['device'] as MediaDeviceKind;
}
