/** Calls' doors: the WebSocket of devices, the HTTP of back ends. */
@NullMarked
package io.ringcast.calls.door;

import org.jspecify.annotations.NullMarked;
