# The rows of tests/deploy/run, which reads this; docs/reliability.md tells what each expects.
# Conditions are handed to until_true by name, and scripts to the container unexpanded:
# shellcheck shell=bash disable=SC2317,SC2016,SC2154

row_install() {
  local ok=0 start took
  cp "$deb" "$root/root/impsy.deb"
  start=$(date +%s%N)
  within apt-get install -y /root/impsy.deb >"$work/install.log" 2>&1 || ok=1
  took=$(milliseconds "$start")
  until_true 20 plays || ok=1
  [ $ok -eq 0 ] || cat "$work/install.log"
  judge $ok "installed in $took ms, first prediction heard $(milliseconds "$start") ms after typing, with no other step"
}

row_unit() {
  local ok=0 exposure unit=/usr/lib/systemd/system/impsy.service
  within systemd-analyze verify --man=no --recursive-errors=yes $unit || ok=1
  exposure=$(within systemd-analyze security --offline=true --threshold=15 $unit) || ok=1
  judge $ok "verified; $(tail -n 1 <<<"$exposure" | grep -o 'Overall.*')"
}

row_ready() {
  stop
  boot
  local ok=0 began ready
  until_true 20 is_active || ok=1
  began=$(property ExecMainStartTimestampMonotonic)
  ready=$(property ActiveEnterTimestampMonotonic)
  until_true 20 plays || ok=1
  judge $ok "after a boot: READY $(((ready - began) / 1000)) ms after exec, and it plays; $(property StatusText)"
}

row_journal() {
  local ok=0 said lines
  within systemctl restart impsy || ok=1
  until_true 20 is_active || ok=1
  said=$(shell 'journalctl -o cat -u impsy _SYSTEMD_INVOCATION_ID=$(systemctl show impsy -P InvocationID) --no-pager' |
    sed '/ready: /q')
  lines=$(wc -l <<<"$said")
  [ "$lines" -le 10 ] || ok=1
  for wanted in 'IMPSY Edge' /etc/impsy/config.toml 'bits per event' 'OSC in' 'OSC out' MIDI 'real-time' ready; do
    grep -q "$wanted" <<<"$said" || { ok=1; echo "     nothing of '$wanted' in: $said"; }
  done
  judge $ok "$lines lines to 'ready': version, configuration, model and its figures, channels, real-time or not"
}

row_access() {
  local ok=0
  as() { within setpriv --reuid=nobody --regid=nogroup "$@"; }
  as --groups impsy impsy send mode battle >/dev/null || ok=1
  as --groups impsy impsy status --json | grep -q '"battle"' || ok=1
  ! as --clear-groups impsy send mode filter >/dev/null 2>&1 || ok=1
  ! as --clear-groups impsy status >/dev/null 2>&1 || ok=1
  as --groups impsy impsy send mode callresponse >/dev/null || ok=1
  judge $ok "who is in the group impsy asks and commands, others do not: $(shell 'impsy status' | sed -n 2p)"
}

# What rows are measured with: a model that says 10 ms, always, made by the trainer of the package.
make_metronome() {
  ! shell 'test -e /var/lib/impsy/metronome.onnx' || return 0
  cp "$trainer_deb" "$root/root/impsy-trainer.deb"
  within apt-get install -y /root/impsy-trainer.deb &&
    shell 'impsy-trainer export --metronome 0.01 --dimension 9 --out /root/metronome.onnx' &&
    shell 'install -m 644 /root/metronome.onnx /var/lib/impsy/metronome.onnx'
}

row_trainer() {
  local ok=0
  make_metronome >"$work/trainer.log" 2>&1 || ok=1
  [ $ok -eq 0 ] || cat "$work/trainer.log"
  judge $ok "installed; made $(shell 'impsy-trainer inspect /var/lib/impsy/metronome.onnx' | head -n 1)"
}
metronome() {
  cat <<'TOML'
[interaction]
mode = "battle"
autostart = true
[model]
file = "/var/lib/impsy/metronome.onnx"
watch = false
[osc]
server_ip = "127.0.0.1"
server_port = 6000
client_ip = "127.0.0.1"
client_port = 6001
TOML
}
# The same on a wire, in notes of which each lasts until the next.
wire() {
  metronome
  cat <<'TOML'
[serialmidi]
port = "/dev/ttyTest"
output = [["note_on", 1], ["note_on", 2], ["note_on", 2], [], [], [], [], []]
TOML
}

row_kill() {
  local ok=0 worst=0 before after pid deaths=() silence notes start
  make_metronome >/dev/null 2>&1 || ok=1
  listen wire ttyTest || ok=1
  wire | configure || ok=1
  until_true 10 heard_more_than 50 || ok=1
  before=$(log_rows)
  back() { [ "$(main_pid)" != "$pid" ] && is_active; }
  for _ in $(seq 100); do
    touch_it
    sleep "0.$(printf '%03d' $((RANDOM % 300)))"
    pid=$(main_pid)
    within kill -KILL "$pid"
    start=$(date +%s%N)
    deaths+=("$start")
    until_true 5 back || ok=1
    [ "$waited" -le "$worst" ] || worst=$waited
    [ "$waited" -lt 1000 ] || ok=1
  done
  until_true 10 heard_more_than $(($(heard_lines) + 50)) || ok=1
  within systemctl stop impsy
  deaf
  silence=$(tests/deploy/witness.py gaps "$work/heard.txt" "${deaths[@]}") || ok=1
  notes=$(tests/deploy/witness.py notes "$work/heard.txt" "${deaths[@]}" 2>&1) || ok=1
  after=$(log_rows)
  # Whole rows only, and none of the files is used twice.
  shell "awk -F, 'NF != 10 { bad = 1 } END { exit bad }' /var/lib/impsy/logs/*.log" || ok=1
  configure_back || ok=1
  judge $ok "100 times: READY again after $worst ms at most, $silence on the wire; $notes; $((after - before)) log \
rows more, all whole"
}

row_watchdog() {
  local ok=0 pid start took silence
  make_metronome >/dev/null 2>&1 || ok=1
  metronome | configure || ok=1
  until_true 10 plays || ok=1
  listen osc 6001 || ok=1
  until_true 10 heard_more_than 50 || ok=1
  pid=$(main_pid)
  start=$(date +%s%N)
  within kill -STOP "$pid"
  back() { [ "$(main_pid)" != "$pid" ] && is_active; }
  until_true 10 back || ok=1
  took=$waited
  [ "$took" -le 3000 ] || ok=1
  until_true 10 heard_more_than $(($(heard_lines) + 50)) || ok=1
  deaf
  silence=$(tests/deploy/witness.py gaps "$work/heard.txt" "$start") || ok=1
  configure_back || ok=1
  judge $ok "stopped dead: playing again after $took ms; $silence"
}

row_bad_config() {
  local ok=0
  shell 'cp /etc/impsy/config.toml /root/good.toml; sed -i "s/^mode = .*/mode = \"jazz\"/" /etc/impsy/config.toml'
  within systemctl restart impsy || ok=1
  until_true 10 plays || ok=1
  shell 'journalctl -u impsy -n 40 --no-pager | grep -q "interaction.mode: expected"' || ok=1
  local status
  status=$(property StatusText)
  shell 'cp /root/good.toml /etc/impsy/config.toml'
  within systemctl restart impsy || ok=1
  until_true 10 plays || ok=1
  judge $ok "plays the last good one; status: $status"
}

row_bad_model() {
  local ok=0
  sleep 1
  shell 'echo nonsense > /var/lib/impsy/models/zz-broken.onnx'
  within systemctl restart impsy || ok=1
  until_true 10 plays || ok=1
  local status
  status=$(property StatusText)
  shell 'rm /var/lib/impsy/models/zz-broken.onnx'
  judge $ok "plays the last good one; status: $status"
}

row_missing_model() {
  local ok=0
  shell 'mkdir /root/models; mv /var/lib/impsy/models/*.onnx /root/models/'
  within systemctl restart impsy || ok=1
  until_true 10 is_active || ok=1
  until_true 10 plays || ok=1 # the copy in the state folder
  shell 'mv /root/models/*.onnx /var/lib/impsy/models/; rmdir /root/models'
  within systemctl restart impsy || ok=1
  until_true 10 plays || ok=1
  judge $ok "no model in the folder: plays the copy of the last good one"
}

row_full_disk() {
  local ok=0
  within systemctl stop impsy
  if ! shell 'mount -t tmpfs -o size=16k,uid=$(id -u impsy),gid=$(id -g impsy) tmpfs /var/lib/impsy/logs'; then
    skip "no tmpfs can be mounted in here"
    within systemctl start impsy
    return
  fi
  within systemctl start impsy || ok=1
  for _ in $(seq 400); do touch_it; done
  until_true 10 plays || ok=1
  is_active || ok=1
  judge $ok "plays on; journal: $(shell 'journalctl -u impsy -n 60 --no-pager -o cat | grep -i "log" | tail -n 1')"
  within systemctl stop impsy
  shell 'umount /var/lib/impsy/logs'
  within systemctl start impsy
}

row_read_only() {
  local ok=0
  within systemctl stop impsy
  if ! shell 'cd /var/lib/impsy && mount --bind logs logs && mount -o remount,bind,ro logs'; then
    skip "nothing can be mounted read-only in here"
    within systemctl start impsy
    return
  fi
  within systemctl start impsy || ok=1
  touch_it
  until_true 10 plays || ok=1
  judge $ok "plays on; journal: $(shell 'journalctl -u impsy -n 60 --no-pager -o cat | grep -i "log" | tail -n 1')"
  within systemctl stop impsy
  shell 'umount /var/lib/impsy/logs'
  within systemctl start impsy
}

row_restarts() {
  local ok=0 longest=0 total=0 start took moments=() silence
  make_metronome >/dev/null 2>&1 || ok=1
  metronome | configure || ok=1
  until_true 10 plays || ok=1
  listen osc 6001 || ok=1
  until_true 10 heard_more_than 50 || ok=1
  for _ in $(seq 50); do
    start=$(date +%s%N)
    moments+=("$start")
    within systemctl restart impsy || ok=1
    took=$(milliseconds "$start")
    total=$((total + took))
    [ "$took" -le "$longest" ] || longest=$took
    sleep 0.2
  done
  deaf
  silence=$(tests/deploy/witness.py gaps "$work/heard.txt" "${moments[@]}") || ok=1
  configure_back || ok=1
  until_true 10 plays || ok=1
  judge $ok "50 times during play: stop to READY $((total / 50)) ms on average, $longest at most; $silence"
}

row_reload() {
  local ok=0 pid moments=() silence
  make_metronome >/dev/null 2>&1 || ok=1
  metronome | configure || ok=1
  until_true 10 plays || ok=1
  listen osc 6001 || ok=1
  until_true 10 heard_more_than 50 || ok=1
  pid=$(main_pid)
  changed() { shell 'impsy status --json' | within jq -e ".threshold == $threshold" >/dev/null; }
  for threshold in 0.2 0.3 0.4 0.5 0.6; do
    metronome | sed "s/^autostart/threshold = $threshold\nautostart/" |
      shell 'cat >/etc/impsy/config.toml'
    moments+=("$(date +%s%N)")
    within systemctl reload impsy || ok=1
    until_true 5 changed || ok=1
  done
  [ "$(main_pid)" = "$pid" ] || ok=1
  until_true 10 heard_more_than $(($(heard_lines) + 50)) || ok=1
  deaf
  silence=$(tests/deploy/witness.py gaps "$work/heard.txt" "${moments[@]}") || ok=1
  configure_back || ok=1
  judge $ok "five times, the same process, new values taken over; at a pulse of 10 ms $silence"
}

row_devices() {
  local ok=0 before gone
  make_metronome >/dev/null 2>&1 || ok=1
  listen wire ttyTest || ok=1
  wire | configure || ok=1
  until_true 10 heard_more_than 50 || ok=1
  deaf # the only device that it plays is pulled
  told() { shell 'journalctl -u impsy -n 20 -o cat --no-pager' | grep -q 'ttyTest is gone'; }
  until_true 10 told || ok=1
  gone=$waited
  until_true 10 plays || ok=1
  before=$(main_pid)
  listen wire ttyTest || ok=1
  until_true 10 heard_more_than 50 || ok=1
  [ "$(main_pid)" = "$before" ] || ok=1
  judge $ok "told after $gone ms, plays on through OSC meanwhile; back on the wire $waited ms after the device was"
  deaf
  configure_back || true
}

row_new_model() {
  local ok=0 name=zz-new.onnx
  sleep 1
  shell "cp /var/lib/impsy/models/musicMDRNN-dim9*.onnx /var/lib/impsy/models/$name"
  taken() { shell 'impsy status --json' | grep -q "$name"; }
  until_true 5 taken || ok=1
  judge $ok "copied into the folder, it plays after $waited ms"
  shell "rm /var/lib/impsy/models/$name"
}

row_edit_wins() {
  local ok=0
  shell 'impsy send mode battle' >/dev/null || ok=1
  sleep 1.5
  within systemctl restart impsy || ok=1
  shell 'impsy status --json' | grep -q '"battle"' || ok=1
  shell 'sed -i "s/^mode = .*/mode = \"polyphony\"/" /etc/impsy/config.toml'
  within systemctl restart impsy || ok=1
  shell 'impsy status --json' | grep -q '"polyphony"' || ok=1
  shell 'sed -i "s/^mode = .*/mode = \"callresponse\"/" /etc/impsy/config.toml'
  within systemctl restart impsy || ok=1
  judge $ok "a mode that was chosen while playing outlives a restart; one that is edited into the file wins over it"
}

row_power_cut() {
  local ok=0
  shell 'impsy send mode battle; impsy send sigmatemp 0.7; impsy send pause 1' >/dev/null || ok=1
  sleep 1.5
  kill -KILL "$leader" # nobody is asked to tidy up
  wait "$nspawn" 2>/dev/null || true
  nspawn=
  boot
  until_true 20 plays || ok=1
  shell 'impsy status --json' | within jq -e '.mode == "battle" and .sigmatemp == 0.7 and .paused == false' >/dev/null || ok=1
  judge $ok "it plays, unpaused, in the mode and at the temperature that it had"
  shell 'impsy send mode callresponse' >/dev/null || true
}

# From a package of an earlier version with another configuration, and with an edit of the owner's.
row_upgrade() {
  local ok=0 pid earlier=$work/earlier version
  within dpkg --purge impsy >"$work/upgrade.log" 2>&1 || ok=1
  dpkg-deb -R "$deb" "$earlier"
  sed -i 's/^Version: .*/Version: 0.0.1/' "$earlier/DEBIAN/control"
  sed -i '/^feedback_protection/d' "$earlier/etc/impsy/config.toml"
  dpkg-deb --root-owner-group -Znone -b "$earlier" "$root/root/earlier.deb" >/dev/null
  within apt-get install -y /root/earlier.deb >>"$work/upgrade.log" 2>&1 || ok=1
  until_true 20 plays || ok=1
  shell 'echo "# mine" >> /etc/impsy/config.toml; touch /var/lib/impsy/models/keep.txt'
  pid=$(main_pid)
  within apt-get install -y -o Dpkg::Options::=--force-confold /root/impsy.deb >>"$work/upgrade.log" 2>&1 || ok=1
  until_true 20 plays || ok=1
  version=$(within dpkg-query -W -f '${Version}' impsy)
  [ "$version" != 0.0.1 ] || ok=1
  [ "$(main_pid)" != "$pid" ] || ok=1
  shell 'grep -q "^# mine" /etc/impsy/config.toml && test -e /var/lib/impsy/models/keep.txt' || ok=1
  [ $ok -eq 0 ] || cat "$work/upgrade.log"
  judge $ok "0.0.1 to $version: restarted, plays, the edited configuration and the models are as they were"
}

row_purge() {
  local ok=0
  within dpkg --purge impsy >"$work/purge.log" 2>&1 || ok=1
  for left in /var/lib/impsy /run/impsy /etc/impsy /usr/lib/impsy; do
    shell "test ! -e $left" || ok=1
  done
  ! shell 'pgrep -x impsy' >/dev/null 2>&1 || ok=1
  judge $ok "nothing of it is left, and nothing runs"
}

# The commands of deploy/docker/compose.yaml, on the root that its Dockerfile takes.
row_container() {
  local ok=0 image=$work/container performances=${IMPSY_SHARED:-../shared}/data/performances/9d log
  stop
  eng/container-root --no-package >"$work/container.log" 2>&1 || ok=1
  mkdir -p "$image"
  tar -C "$image" -xf artifacts/container/root.tar
  cp configs/demo.toml "$image/impsy/config.toml"
  if [ -d "$performances" ]; then
    find "$performances" -name '*.log' -size -200k | sort | head -n 6 | xargs -I{} cp {} "$image/impsy/logs/"
  fi
  contain() {
    systemd-nspawn --quiet --directory="$image" --register=no --keep-unit --private-network --chdir=/impsy "$@" \
      </dev/null
  }
  contain timeout 5 /usr/bin/impsy run --config /impsy/config.toml --logdir /impsy/logs >"$work/run.log" 2>&1 || true
  grep -q ' ready: \|^ready: ' "$work/run.log" || ok=1
  if [ ! -d "$performances" ]; then
    skip "no performances to make a dataset of; the instrument plays"
    return
  fi
  contain /usr/bin/impsy-trainer dataset -D 9 -S /impsy/logs -O /impsy/datasets >>"$work/run.log" 2>&1 || ok=1
  contain /usr/bin/impsy-trainer train -D 9 -S /impsy/datasets/training-dataset-9d.npz -O /impsy/models -M xxs -N 1 \
    >>"$work/run.log" 2>&1 || ok=1
  log=$(find "$image/impsy/models" -name '*.onnx' | wc -l)
  [ "$log" -gt 0 ] || ok=1
  [ $ok -eq 0 ] || tail -n 20 "$work/run.log"
  judge $ok "plays; a dataset of its logs, and a pass of training wrote $log models"
}

