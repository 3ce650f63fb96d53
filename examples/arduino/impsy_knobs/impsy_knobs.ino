// Eight knobs for IMPSY Edge: the wipers of eight potentiometers on A0 to A7, their ends on ground and supply.
// Sends a line of eight numbers, 0 to 1, whenever a knob was turned. Each line that comes back is what the model plays;
// its first six values dim lights on the pins that can (an LED and 330 ohms each from the pin to ground).
// On the instrument: impsy run -c configs/arduino.toml
// A board with six analogue pins (Uno) has A0 to A5: change KNOBS to 6, and use a model of dimension 7.

const int KNOBS = 8;
const int KNOB_PINS[KNOBS] = {A0, A1, A2, A3, A4, A5, A6, A7};
const int LIGHTS = 6;
const int LIGHT_PINS[LIGHTS] = {3, 5, 6, 9, 10, 11};

const unsigned long PERIOD = 5; // milliseconds: 200 lines a second at most
const int STILL = 4;            // of 1023: a knob at rest trembles by less

int sent[KNOBS];
char line[KNOBS * 12];
size_t length = 0;

void setup() {
  Serial.begin(115200);
  for (int i = 0; i < LIGHTS; i++)
    pinMode(LIGHT_PINS[i], OUTPUT);
  for (int i = 0; i < KNOBS; i++)
    sent[i] = -2 * STILL; // so that the first reading counts as a turn
}

void sendKnobs() {
  for (int i = 0; i < KNOBS; i++) {
    if (i > 0)
      Serial.print(',');
    Serial.print(sent[i] / 1023.0, 4);
  }
  Serial.print('\n');
}

void readKnobs() {
  bool turned = false;
  int now[KNOBS];
  for (int i = 0; i < KNOBS; i++) {
    now[i] = analogRead(KNOB_PINS[i]);
    if (abs(now[i] - sent[i]) > STILL)
      turned = true;
  }
  if (!turned)
    return;
  memcpy(sent, now, sizeof sent);
  sendKnobs();
}

void showLine() {
  char *rest = line;
  for (int i = 0; i < LIGHTS && *rest; i++) {
    double value = strtod(rest, &rest);
    analogWrite(LIGHT_PINS[i], constrain((int)(value * 255), 0, 255));
    if (*rest == ',')
      rest++;
  }
}

void hear() {
  while (Serial.available() > 0) {
    char c = Serial.read();
    if (c == '\n') {
      line[length] = '\0';
      showLine();
      length = 0;
    } else if (length < sizeof line - 1) {
      line[length++] = c;
    }
  }
}

void loop() {
  static unsigned long next = 0;
  hear();
  if ((long)(millis() - next) < 0)
    return;
  next = millis() + PERIOD;
  readKnobs();
}
