// Drawn people for the gallery: a head and shoulders before a plain wall, as a moving picture from a canvas.

const walls = ["#9db8b3", "#b9a98f", "#a3a9c4", "#c0a3a0", "#a9b99a"];
const coats = ["#39565c", "#f1f4f4", "#7b4a3a", "#37445f", "#5f3f57"];
const skins = ["#e6c2a3", "#7a4e34", "#c68f68", "#f0d0b4", "#9a6a48"];

function pick(from: readonly string[], who: number): string {
  return from[who % from.length] ?? "#888888";
}

function drawPerson(pen: CanvasRenderingContext2D, who: number, width: number, height: number): void {
  pen.fillStyle = pick(walls, who);
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "rgb(255 255 255 / 25%)";
  pen.fillRect(width * 0.68, height * 0.08, width * 0.2, height * 0.4);
  const middle = width * 0.48;
  pen.fillStyle = pick(coats, who);
  pen.beginPath();
  pen.ellipse(middle, height * 1.12, width * 0.3, height * 0.52, 0, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = pick(skins, who);
  pen.fillRect(middle - width * 0.045, height * 0.5, width * 0.09, height * 0.16);
  pen.beginPath();
  pen.ellipse(middle, height * 0.38, width * 0.11, height * 0.2, 0, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = who % 2 === 0 ? "#d9d5cf" : "#2b211c";
  pen.beginPath();
  pen.ellipse(middle, height * 0.26, width * 0.12, height * 0.11, 0, Math.PI, 2 * Math.PI);
  pen.fill();
}

function drawSheet(pen: CanvasRenderingContext2D, width: number, height: number): void {
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#22343a";
  for (let line = 0; line < 9; line += 1) {
    pen.fillRect(
      width * 0.1,
      height * (0.12 + line * 0.09),
      width * (line === 0 ? 0.4 : 0.75 - (line % 3) * 0.12),
      height * 0.025,
    );
  }
}

/** A stream for person number `who`; 99 is a sheet of paper, for shared screens. */
export function picture(who: number): MediaStream | null {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = who === 99 ? 360 : 480;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  const draw = () =>
    who === 99 ? drawSheet(pen, canvas.width, canvas.height) : drawPerson(pen, who, canvas.width, canvas.height);
  draw();
  setInterval(draw, 500); // a canvas only gives a frame when it is drawn on
  return canvas.captureStream(2);
}
