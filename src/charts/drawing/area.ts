/** A rectangle of the picture into which a part of a chart is drawn. */
export interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A drawn part, and where what follows it may begin. */
export interface Drawn {
  svg: string;
  bottom: number;
}
