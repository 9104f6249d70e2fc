// Pictures people send: their own file made small enough, or one drawn here.

const SIDE = 1280;

const encoded = (canvas, type) => canvas.toDataURL(type, 0.85).split(",")[1];

export async function fromFile(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return { kind: "photo", name: "photo.jpg", content: encoded(canvas, "image/jpeg") };
}

export async function asDocument(file) {
  const bytes = new Uint8Array(await file.slice(0, 200_000).arrayBuffer());
  const binary = Array.from(bytes, (b) => String.fromCharCode(b)).join("");
  return { kind: "document", name: file.name, content: btoa(binary), size: file.size };
}

export function drawn() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 420];
  const pen = canvas.getContext("2d");
  const hue = Math.floor(Math.random() * 360);
  const sky = pen.createLinearGradient(0, 0, 0, 420);
  sky.addColorStop(0, `hsl(${hue} 60% 78%)`);
  sky.addColorStop(1, `hsl(${(hue + 50) % 360} 70% 92%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 420);
  for (let layer = 0; layer < 4; layer += 1) {
    pen.fillStyle = `hsl(${(hue + 150 + layer * 12) % 360} 35% ${58 - layer * 11}%)`;
    pen.beginPath();
    pen.moveTo(0, 420);
    const phase = Math.random() * 6;
    for (let x = 0; x <= 640; x += 8) pen.lineTo(x, 210 + layer * 52 - 38 * Math.sin(x / (90 + layer * 25) + phase));
    pen.lineTo(640, 420);
    pen.fill();
  }
  return { kind: "photo", name: "drawing.png", content: encoded(canvas, "image/png") };
}
