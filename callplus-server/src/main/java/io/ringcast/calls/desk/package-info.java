/** The users of one app and their calls: who may ring whom, and who is busy; pure. */
@NullMarked
package io.ringcast.calls.desk;

import org.jspecify.annotations.NullMarked;
