// Prints the sizes, offsets and numbers that Impsy.Hardware/Linux/AlsaTypes.cs states, from libasound's own headers.
// sequencer.txt beside this file is its output on x86-64, Debian 12 (libasound 1.2.8).
#include <alsa/asoundlib.h>
#include <stddef.h>
#include <stdio.h>

#define SIZE(type) printf("sizeof(%s) %zu\n", #type, sizeof(type))
#define OFFSET(field) printf("snd_seq_event_t.%s %zu\n", #field, offsetof(snd_seq_event_t, field))
#define VALUE(name) printf("%s %lu\n", #name, (unsigned long)(name))

int main(void)
{
    SIZE(snd_seq_event_t);
    SIZE(snd_seq_addr_t);
    SIZE(snd_seq_real_time_t);
    OFFSET(type);
    OFFSET(flags);
    OFFSET(queue);
    OFFSET(time);
    OFFSET(source);
    OFFSET(dest);
    OFFSET(data.note.channel);
    OFFSET(data.note.note);
    OFFSET(data.note.velocity);
    OFFSET(data.control.channel);
    OFFSET(data.control.param);
    OFFSET(data.control.value);
    OFFSET(data.addr);
    OFFSET(data.connect.sender);
    OFFSET(data.connect.dest);
    VALUE(offsetof(snd_seq_addr_t, client));
    VALUE(offsetof(snd_seq_addr_t, port));
    VALUE(offsetof(snd_seq_real_time_t, tv_sec));
    VALUE(offsetof(snd_seq_real_time_t, tv_nsec));
    VALUE(SND_SEQ_OPEN_DUPLEX);
    VALUE(SND_SEQ_NONBLOCK);
    VALUE(SND_SEQ_CLIENT_SYSTEM);
    VALUE(SND_SEQ_PORT_SYSTEM_ANNOUNCE);
    VALUE(SND_SEQ_ADDRESS_SUBSCRIBERS);
    VALUE(SND_SEQ_ADDRESS_UNKNOWN);
    VALUE(SND_SEQ_QUEUE_DIRECT);
    VALUE(SND_SEQ_TIME_STAMP_REAL);
    VALUE(SND_SEQ_TIME_MODE_REL);
    VALUE(SND_SEQ_EVENT_NOTEON);
    VALUE(SND_SEQ_EVENT_NOTEOFF);
    VALUE(SND_SEQ_EVENT_KEYPRESS);
    VALUE(SND_SEQ_EVENT_CONTROLLER);
    VALUE(SND_SEQ_EVENT_PGMCHANGE);
    VALUE(SND_SEQ_EVENT_CHANPRESS);
    VALUE(SND_SEQ_EVENT_PITCHBEND);
    VALUE(SND_SEQ_EVENT_START);
    VALUE(SND_SEQ_EVENT_PORT_START);
    VALUE(SND_SEQ_EVENT_PORT_EXIT);
    VALUE(SND_SEQ_EVENT_PORT_CHANGE);
    VALUE(SND_SEQ_EVENT_PORT_SUBSCRIBED);
    VALUE(SND_SEQ_EVENT_PORT_UNSUBSCRIBED);
    VALUE(SND_SEQ_PORT_CAP_READ);
    VALUE(SND_SEQ_PORT_CAP_WRITE);
    VALUE(SND_SEQ_PORT_CAP_SUBS_READ);
    VALUE(SND_SEQ_PORT_CAP_SUBS_WRITE);
    VALUE(SND_SEQ_PORT_CAP_NO_EXPORT);
    VALUE(SND_SEQ_PORT_TYPE_MIDI_GENERIC);
    VALUE(SND_SEQ_PORT_TYPE_HARDWARE);
    VALUE(SND_SEQ_PORT_TYPE_SOFTWARE);
    VALUE(SND_SEQ_PORT_TYPE_APPLICATION);
    return 0;
}
