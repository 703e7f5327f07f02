const DEPENDENCY_DESCRIPTOR = 'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';

/** A browser's header extension control (webrtc-extensions section 5.2), which not every browser has. */
interface ExtensionControl {
  getHeaderExtensionsToNegotiate?: () => { uri: string; direction: RTCRtpTransceiverDirection }[];
  setHeaderExtensionsToNegotiate?: (extensions: { uri: string; direction: RTCRtpTransceiverDirection }[]) => void;
}

/** Offers the header extension by which AV1's layers can be told apart: browsers know it and do not offer it by themselves. */
export function offerDependencyDescriptor(transceiver: RTCRtpTransceiver): void {
  const control = transceiver as unknown as ExtensionControl;
  const extensions = control.getHeaderExtensionsToNegotiate?.();
  if (extensions === undefined) {
    return;
  }
  for (const extension of extensions) {
    if (extension.uri === DEPENDENCY_DESCRIPTOR) {
      extension.direction = 'sendrecv';
    }
  }
  control.setHeaderExtensionsToNegotiate?.(extensions);
}
