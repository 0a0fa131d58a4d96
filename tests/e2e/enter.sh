# Makes the root and the network of a container, in the namespaces that it was started in, and becomes its command.
#
# usage: unshare --mount --net --pid --fork sh enter.sh FOLDER NETWORK NUMBER ADDRESS COMMAND...
#
# FOLDER holds `mounts` and `links` (lines of source and target, a tab between), `resolv.conf` and the empty `root`;
# NETWORK is a file that stands for the stand's network, to which a pair of interfaces leads. What is written below /usr and /etc
# is written to memory, and gone with the container.
set -eu
folder=$1 network=$2 number=$3 address=$4 root=$1/root
shift 4

nsenter --net="$network" ip -batch - <<END
link add pod$number type veth peer name eth0 netns 1
link set pod$number up
route add $address dev pod$number
END
ip -batch - <<END
link set lo up
link set eth0 up
address add $address/32 dev eth0
route add default dev eth0
END

mount --make-rprivate /
mount -t tmpfs tmpfs "$root"
cd "$root"
mkdir -m 1777 tmp
mkdir -p dev proc root run var .over/usr/up .over/usr/work .over/etc/up .over/etc/work usr etc stand
ln -s usr/bin usr/lib usr/lib64 usr/sbin .
ln -s ../run var/run
for tree in usr etc; do
  mount -t overlay overlay -o "lowerdir=/$tree,upperdir=.over/$tree/up,workdir=.over/$tree/work" "$tree"
done
mount --rbind /dev dev
mount -t proc proc proc
rm -f etc/resolv.conf
cp "$folder/resolv.conf" etc/resolv.conf
echo "127.0.0.1 localhost" >etc/hosts
while IFS='	' read -r source target; do
  if [ -d "$source" ]; then mkdir -p "$root/$target"; else mkdir -p "$root/${target%/*}" && touch "$root/$target"; fi
  mount --bind "$source" "$root/$target"
done <"$folder/mounts"
while IFS='	' read -r program place; do
  [ -e "$root/$place" ] || { mkdir -p "$root/${place%/*}" && ln -s "$program" "$root/$place"; }
done <"$folder/links"
exec chroot "$root" /usr/bin/setpriv --no-new-privs --bounding-set=-all --inh-caps=-all /usr/bin/env -i "$@"
